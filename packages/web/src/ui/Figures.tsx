import { useFormats } from './FormatProvider.tsx';
import type { Figure } from './formats.ts';

/** Money with its sign. `signed` shows + and −; `tone` colours a loss or a gain that already carries its sign. */
export function Money({ amount, signed, digits }: { amount: Figure; signed?: boolean; digits?: number }) {
  const formats = useFormats();
  return <>{signed ? formats.signedMoney(amount, digits) : formats.money(amount, digits)}</>;
}

export function Quantity({ value, unit, digits }: { value: Figure; unit?: string; digits?: number }) {
  const formats = useFormats();
  return (
    <>
      {formats.quantity(value, digits)}
      {unit === undefined ? null : <span className="muted"> {unit}</span>}
    </>
  );
}

/** A fraction between 0 and 1 as a percentage. */
export function Percent({ fraction }: { fraction: number }) {
  return <>{useFormats().percent(fraction)}</>;
}

/** "Tue 9 Mar" with "in 3 days" beside it, or below it where `stacked`; red words once it is due. */
export function DayLabel({ day, stacked = false }: { day: string; stacked?: boolean }) {
  const formats = useFormats();
  const days = formats.daysFromToday(day);
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      <time dateTime={day}>{formats.day(day)}</time>
      <span
        className={days <= 1 ? 'loss small' : 'muted small'}
        style={stacked ? { display: 'block' } : undefined}
        title={formats.fromTodayBasis}
      >
        {stacked ? '' : ' '}
        {formats.fromToday(day)}
      </span>
    </span>
  );
}

/** A name with its code in grey: never a bare code where a name exists. */
export function NameWithCode({ name, code }: { name: string | null | undefined; code: string }) {
  if (!name || name === code) return <span>{code}</span>;
  return (
    <span>
      {name} <span className="code">{code}</span>
    </span>
  );
}
