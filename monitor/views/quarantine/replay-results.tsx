import { type VNode } from 'preact';
import { type Rejection, type ReplayResult } from '../../data/api';
import { StateMark } from '../../parts/state-mark';

/** The result of each record before and after the fix. */
export function ReplayResults({ results }: { readonly results: readonly ReplayResult[] }): VNode {
  return (
    <ul class="results">
      {results.map((result) => (
        <li key={result.id}>
          {results.length > 1 ? <p class="result-id">{result.id}</p> : null}
          <div class="comparison">
            <div>
              <h3>Before</h3>
              <RecordResult rejections={result.before} accepted={false} />
            </div>
            <span class="comparison-arrow" aria-hidden="true">
              →
            </span>
            <div>
              <h3>After</h3>
              <StateMark state={result.outcome} />
              {result.after === null ? null : (
                <RecordResult
                  rejections={result.after.rejections}
                  accepted={result.after.rejections.length === 0}
                  contract={`${result.after.contract ?? 'no contract'}${result.after.version === null ? '' : ` v${result.after.version}`}`}
                />
              )}
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}

function RecordResult({
  rejections,
  accepted,
  contract,
}: {
  readonly rejections: readonly Rejection[];
  readonly accepted: boolean;
  readonly contract?: string;
}): VNode {
  if (accepted) return <p>Keeps {contract}.</p>;
  return (
    <ul class="plain">
      {rejections.map(({ code, path, message }) => (
        <li key={`${code} ${path}`}>
          <code>{code}</code> {message}
        </li>
      ))}
    </ul>
  );
}
