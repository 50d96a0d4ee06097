import { type VNode } from 'preact';
import { type ContractDetail, type ContractWindows } from '../../data/api';
import { toHash } from '../../derive/route';
import { toSchemaFields } from '../../derive/schema-fields';
import { ResourceNotice } from '../../parts/notice';
import { PageHead } from '../../parts/page-head';
import { useResource } from '../../parts/use-resource';
import { JsonView } from '../../parts/json-view';

/** One contract: fields, personal data, windows, an example. */
export function ContractView({ type, version }: { readonly type: string; readonly version: string }): VNode {
  const path = `/api/contracts/${encodeURIComponent(type)}/${encodeURIComponent(version)}`;
  const contract = useResource<ContractDetail>(path, { kind: 'contracts' });
  const { value } = contract;
  return (
    <>
      <PageHead title={`${type}, version ${version}`} back={{ href: toHash('contracts'), name: 'Contracts' }}>
        {value === undefined ? null : <p>{value.description}</p>}
      </PageHead>
      <ResourceNotice resource={contract} what="the contract" />
      {value === undefined ? null : <Shown contract={value} />}
    </>
  );
}

function Shown({ contract }: { readonly contract: ContractDetail }): VNode {
  const examples = contract.schema['examples'];
  const example: unknown = Array.isArray(examples) ? examples[0] : undefined;
  return (
    <>
      <dl class="strip">
        {[
          ['Source', contract.source],
          ['Identity', contract.eventId],
          ['Event time', contract.eventTime],
          ['Partition key', contract.partitionKey],
          ['Read by', contract.departments.join(', ')],
        ].map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <Fields contract={contract} />
      {contract.windows === null ? null : <Windows windows={contract.windows} type={contract.type} />}
      {example === undefined ? null : (
        <section aria-labelledby="example-title">
          <h2 id="example-title">Example</h2>
          <JsonView value={example} label="Example record" />
        </section>
      )}
    </>
  );
}

function Fields({ contract }: { readonly contract: ContractDetail }): VNode {
  const treatments = new Map(contract.personalData.map(({ path, treatment }) => [path, treatment]));
  return (
    <section aria-labelledby="fields-title">
      <h2 id="fields-title">Fields</h2>
      <table class="cards field-table">
        <caption class="spoken">Fields of the record</caption>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Type</th>
            <th scope="col">Rules</th>
            <th scope="col">Personal data</th>
            <th scope="col">Description</th>
          </tr>
        </thead>
        <tbody>
          {toSchemaFields(contract.schema).map((field) => (
            <tr key={field.path} class={`depth-${Math.min(4, field.depth)}`}>
              <th scope="row">
                <code>{field.name}</code> {field.required ? <span class="required">required</span> : null}
              </th>
              <td data-label="Type">{field.type}</td>
              <td data-label="Rules" class="rules">
                {field.rules}
              </td>
              <td data-label="Personal data">
                {treatments.has(field.path) ? (
                  <span class="personal">{treatments.get(field.path)}</span>
                ) : null}
              </td>
              <td data-label="Meaning">{field.description}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Windows({ windows, type }: { readonly windows: ContractWindows; readonly type: string }): VNode {
  return (
    <section aria-labelledby="windows-title">
      <h2 id="windows-title">Live windows</h2>
      <p>
        Windows of {windows.seconds} s,{' '}
        {windows.keys.length === 0
          ? 'all events together'
          : `by ${windows.keys.map(({ name }) => name).join(', ')}`}
        . <a href={toHash('windows', [], { view: type.replace('.', '_') })}>Show the windows</a>
      </p>
      <ul class="plain">
        {windows.values.map(({ name, aggregate, path, where }) => (
          <li key={name}>
            <code>{name}</code>: {aggregate} {path === undefined ? 'of events' : <code>{path}</code>}
            {where === undefined ? null : (
              <>
                {' '}
                where <code>{where.path}</code> is {String(where.equals)}
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
