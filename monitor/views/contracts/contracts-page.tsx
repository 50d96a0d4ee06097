import { type VNode } from 'preact';
import { type ContractList } from '../../data/api';
import { groupBy } from '../../derive/group-by';
import { toHash } from '../../derive/route';
import { ResourceNotice } from '../../parts/notice';
import { PageHead } from '../../parts/page-head';
import { useResource } from '../../parts/use-resource';

/** All contracts with their versions. */
export function ContractsPage(): VNode {
  const contracts = useResource<ContractList>('/api/contracts', {
    kind: 'contracts',
  });
  const types = groupBy(contracts.value?.contracts ?? [], ({ type }) => type);
  return (
    <>
      <PageHead title="Contracts">
        <p>
          The schemas of all events, by version. An event that breaks its contract is quarantined with the
          reason.
        </p>
      </PageHead>
      <ResourceNotice resource={contracts} what="the contracts" />
      <ul class="contract-list">
        {[...types].map(([type, versions]) => {
          const newest = versions.reduce((one, other) => (other.version > one.version ? other : one));
          return (
            <li key={type}>
              <h2>
                <a href={toHash('contracts', [type, String(newest.version)])}>{type}</a>
              </h2>
              <p>{newest.description}</p>
              <dl class="inline">
                <dt>Versions</dt>
                <dd>
                  {versions.map(({ version }) => (
                    <a key={version} class="version" href={toHash('contracts', [type, String(version)])}>
                      {version}
                    </a>
                  ))}
                </dd>
                <dt>Personal fields</dt>
                <dd>{newest.personalData.length === 0 ? 'none' : newest.personalData.length}</dd>
                <dt>Read by</dt>
                <dd>{newest.departments.join(', ')}</dd>
              </dl>
            </li>
          );
        })}
      </ul>
    </>
  );
}
