import { type ContractWindows } from '../../contracts/contract';
import { type ContractCatalog } from '../../contracts/catalog';
import { type Source } from '../../contracts/source';
import { viewsOf } from '../../live/windows';

/** A view that can be queried: the windows of one event type. */
export interface ServeView {
  /** As `iot_telemetry`. */
  readonly name: string;
  readonly type: string;
  readonly source: Source;
  /** Of the contract. */
  readonly description: string;
  readonly windows: ContractWindows;
}

export function serveViews(catalog: ContractCatalog): readonly ServeView[] {
  return viewsOf(catalog).map(({ name, type, source, windows }) => ({
    name,
    type,
    source,
    windows,
    description: catalog.find(type)?.description ?? '',
  }));
}

/** The Gold table with the batch view. */
export function batchTable(view: Pick<ServeView, 'name'>): string {
  return `window_${view.name}`;
}
