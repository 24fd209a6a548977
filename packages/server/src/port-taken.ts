/** Something else listens where Granary should. */
export class PortTaken extends Error {
  constructor(port: number, host: string) {
    super(
      `Port ${port} on ${host} is taken by another program. Stop it, or choose another port: PORT=8001 npm start`,
    );
    this.name = 'PortTaken';
  }
}
