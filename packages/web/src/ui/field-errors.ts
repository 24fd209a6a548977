/**
 * What a refusal says of single fields, for showing each under its field.
 *
 * @returns by field; `null` where a refusal names none, so that it is shown as a whole
 */
export function fieldErrors<Name extends string>(
  error: (Error & { details?: readonly { field?: string; message: string }[] }) | null,
  names: readonly Name[],
): { fields: Partial<Record<Name, string>>; rest: string | null } {
  const fields: Partial<Record<Name, string>> = {};
  let isShown = false;
  for (const detail of error?.details ?? []) {
    const name = names.find((one) => detail.field === one || detail.field?.startsWith(`${one}.`));
    if (name === undefined) continue;
    fields[name] = fields[name] === undefined ? detail.message : `${fields[name]}; ${detail.message}`;
    isShown = true;
  }
  return { fields, rest: error === null || isShown ? null : error.message };
}
