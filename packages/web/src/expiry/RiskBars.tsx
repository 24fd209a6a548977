import { useFormats } from '../ui/FormatProvider.tsx';
import { ShareBar } from '../ui/RankBar.tsx';
import classes from './Risk.module.css';

export interface RiskBar {
  id: string;
  name: string;
  value: number;
}

const SHOWN = 6;

/** Where the money at risk is; a name filters the list below. */
export function RiskBars(props: {
  title: string;
  bars: readonly RiskBar[];
  chosen: string | undefined;
  onChoose: (id: string | undefined) => void;
}) {
  const formats = useFormats();
  const sorted = props.bars.filter((bar) => bar.value > 0).sort((a, b) => b.value - a.value);
  const largest = Math.max(1, sorted[0]?.value ?? 0);
  const rest = sorted.slice(SHOWN);
  return (
    <section>
      <h2>{props.title}</h2>
      <ul className={classes.bars}>
        {sorted.slice(0, SHOWN).map((bar) => (
          <li key={bar.id}>
            <button
              type="button"
              className={classes.pick}
              aria-pressed={bar.id === props.chosen}
              onClick={() => props.onChoose(bar.id === props.chosen ? undefined : bar.id)}
            >
              {bar.name}
            </button>
            <ShareBar share={bar.value / largest} />
            <span className="figure">{formats.money(bar.value)}</span>
          </li>
        ))}
        {rest.length === 0 ? null : (
          <li className="muted">
            <span>{formats.quantity(rest.length)} more</span>
            <span />
            <span className="figure">
              {formats.money(
                rest.reduce((sum, bar) => sum + bar.value, 0),
                0,
              )}
            </span>
          </li>
        )}
      </ul>
    </section>
  );
}
