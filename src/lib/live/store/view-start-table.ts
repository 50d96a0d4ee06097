import { odata } from '@azure/data-tables';
import { type Connection } from '../../platform/azure/connections';
import { double, TableAccess } from '../../platform/azure/table-access';
import { type ViewStart, type ViewStartStore } from '../view-starts';

/** Partition key of the rows of all views; the row key is the name of the view. */
const VIEWS = 'views';

interface Row {
  readonly rowKey: string;
  readonly since: number;
  readonly firstEventAt?: number;
}

/** Starts of views in the table of live windows. */
export class ViewStartTable implements ViewStartStore {
  readonly #table: TableAccess;

  constructor(connection: Connection, table: string) {
    this.#table = new TableAccess(connection, table);
  }

  async listStarts(): Promise<ReadonlyMap<string, ViewStart>> {
    const rows = await this.#table.list<Row>('list the views', odata`PartitionKey eq ${VIEWS}`);
    return new Map(rows.map(({ rowKey, since, firstEventAt }) => [rowKey, { since, firstEventAt }]));
  }

  async noteStart(view: string, since: number): Promise<void> {
    // Another process may have noted it at the same time; its time is as good.
    await this.#table.conditional('note the start of a view', () =>
      this.#table.client.createEntity({ partitionKey: VIEWS, rowKey: view, since: double(since) }),
    );
  }

  async noteFirstEvent(view: string, at: number): Promise<void> {
    await this.#table.guard('note the first event of a view', () =>
      this.#table.client.upsertEntity(
        { partitionKey: VIEWS, rowKey: view, firstEventAt: double(at) },
        'Merge',
      ),
    );
  }
}
