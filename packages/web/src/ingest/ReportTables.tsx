import { apiAddress } from '../app/api.ts';
import { useFormats } from '../ui/FormatProvider.tsx';
import classes from './Import.module.css';
import type { UploadReport } from './types.ts';

/** From this confidence on the server takes a column without asking. */
const SURE = 85;

/** How each column was understood: heading, type as read, samples, how sure, how full. */
export function ColumnsRead({ report }: { report: UploadReport }) {
  const formats = useFormats();
  const filled = new Map(report.completeness.map((one) => [one.column, one]));
  return (
    <section className={classes.section}>
      <h2>How the columns were read</h2>
      <table className={`${classes.table} ${classes.reading}`}>
        <thead>
          <tr>
            <th scope="col">In the file</th>
            <th scope="col">Means</th>
            <th scope="col">Samples</th>
            <th scope="col" className={classes.right}>
              Filled
            </th>
          </tr>
        </thead>
        <tbody>
          {report.mapping.map((reading) => {
            const share = filled.get(reading.column);
            return (
              <tr key={`${reading.column}-${reading.source ?? ''}`}>
                <td>{reading.source ?? <span className="muted">not in the file</span>}</td>
                <td>
                  {reading.column}
                  <div className="muted small">
                    {reading.source === null ? '' : (reading.read_as ?? '')}
                    {reading.source === null || reading.confidence === null ? null : reading.confidence >=
                      SURE ? (
                      ''
                    ) : (
                      <span className="doubt"> · unsure, {formats.percent(reading.confidence / 100)}</span>
                    )}
                  </div>
                </td>
                <td>
                  {[...new Set(reading.samples)].slice(0, 3).map((sample) => (
                    <span key={sample} className={classes.sample} title={sample}>
                      {sample === '' ? '(blank)' : sample}
                    </span>
                  ))}
                </td>
                <td className={classes.right}>
                  {share === undefined ? '' : formats.percent(share.filled_pct / 100)}
                  {share !== undefined && share.missing > 0 ? (
                    <div className="muted small">{formats.quantity(share.missing)} blank</div>
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** Bad rows by cause, worst first, each with what to do and examples down to row and column. */
export function Findings({ report }: { report: UploadReport }) {
  const formats = useFormats();
  const sorted = [...report.findings].sort((a, b) =>
    a.severity === b.severity ? b.count - a.count : a.severity === 'error' ? -1 : 1,
  );
  if (sorted.length === 0) {
    // The advice says it already, where there is any.
    return report.advice.length > 0 ? null : (
      <p className={`${classes.section} gain`}>✓ Nothing wrong was found.</p>
    );
  }
  return (
    <section className={classes.section}>
      <h2>What was found</h2>
      {sorted.map((finding) => (
        <details key={`${finding.code}-${finding.message}`} className={classes.finding}>
          <summary>
            <b style={{ fontWeight: 600 }}>{formats.quantity(finding.count)}</b>{' '}
            <span className={finding.severity === 'error' ? 'loss' : 'doubt'}>
              {finding.severity === 'error' ? 'left out' : 'taken, with doubt'}
            </span>
            : {finding.message}
            {finding.hint === null ? null : <div className="muted">{finding.hint}</div>}
          </summary>
          <table className={`${classes.table} ${classes.examples}`}>
            <thead>
              <tr>
                <th scope="col" className={classes.right}>
                  Row
                </th>
                <th scope="col">Column</th>
                <th scope="col">Value</th>
                <th scope="col">Problem</th>
              </tr>
            </thead>
            <tbody>
              {finding.examples.map((example) => (
                <tr key={`${example.row}-${example.column}-${example.message}`}>
                  <td className={classes.right}>
                    {example.row === null ? '' : formats.quantity(example.row)}
                  </td>
                  <td>{example.column ?? ''}</td>
                  <td>{example.value ?? ''}</td>
                  <td>{example.message}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      ))}
      {report.rows_rejected === 0 ? null : (
        <p style={{ marginTop: 10 }}>
          <a href={apiAddress(`/upload/${report.upload_id}/rejected.csv`)} download>
            Download the {formats.quantity(report.rows_rejected)} rows left out
          </a>{' '}
          <span className="muted">with the reason beside each; mend and import that file again</span>
        </p>
      )}
    </section>
  );
}
