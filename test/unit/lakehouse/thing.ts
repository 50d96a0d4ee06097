import { type EngineScene } from '../../conformance/databricks/engine/engine-scene';
import { lineOf } from './lakehouse-scene';

/** A record of a producer, and its time. */
export interface ContractEvent {
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A subject with several events. */
export interface Thing {
  readonly contract: string;
  /** JSON pointer of the field with the subject's identity. */
  readonly identity: string;
  readonly events: readonly [ContractEvent, ContractEvent];
}

/** Lands events of a contract in a separate slot. */
export async function landEvents(
  scene: EngineScene,
  contract: string,
  events: readonly ContractEvent[],
): Promise<void> {
  const [source = ''] = contract.split('.');
  await scene.land(
    source,
    events.map(({ time, data }) => lineOf(contract, time, data)),
  );
}

/** Every row of these tables, in any order, without the refresh that wrote it. */
export async function contentsOf(
  scene: EngineScene,
  tables: readonly string[],
): Promise<Record<string, readonly string[]>> {
  const contents: Record<string, readonly string[]> = {};
  for (const name of tables) {
    const rows = await scene.rows(
      `SELECT CAST(to_json(t) AS VARCHAR) FROM (SELECT * EXCLUDE (_refresh) FROM ${name}) AS t`,
    );
    contents[name] = rows.map(([row]) => String(row)).sort();
  }
  return contents;
}
