import { setTimeout as pause } from 'node:timers/promises';
import { createCredential } from '../../platform/azure/credential';
import { EventstreamSink } from './eventstream/eventstream-sink';
import { KeyVaultClient } from '../../platform/azure/key-vault-client';
import { type RowTargets } from './power-bi/power-bi-rows';
import { PowerBiSink } from './power-bi/power-bi-sink';
import { PushUrlRows } from './power-bi/push-url-rows';
import { TokenRows } from './power-bi/token-rows';
import { type WindowSink } from '../ports';
import { type Clock } from '../../platform/clock';
import { type PowerBiRowsConfig, type SinksConfig } from './settings';

export interface CreateSinksOptions {
  readonly config: SinksConfig;
  readonly clock: Clock;
  /** Makes the sink `table`. */
  readonly createTableSink: (table: string) => WindowSink;
}

/** Makes the configured sinks, in the order of LIVE_SINKS. They connect on the first write. */
export function createSinks({ config, clock, createTableSink }: CreateSinksOptions): readonly WindowSink[] {
  const { powerBi, eventstream, windowsTable } = config;
  return config.names.flatMap((name): readonly WindowSink[] => {
    switch (name) {
      case 'power-bi':
        return powerBi.rows === undefined
          ? []
          : [new PowerBiSink({ targets: createTargets(powerBi, powerBi.rows, clock), clock, pause })];
      case 'eventstream':
        return eventstream === undefined ? [] : [new EventstreamSink(eventstream)];
      case 'table':
        return [createTableSink(windowsTable)];
    }
  });
}

function createTargets(
  { endpoint, clientId }: SinksConfig['powerBi'],
  rows: PowerBiRowsConfig,
  clock: Clock,
): RowTargets {
  const credential = createCredential(clientId);
  if (rows.form === 'token') return new TokenRows({ ...rows, endpoint, credential, clock });
  const vault = new KeyVaultClient({ vaultUrl: rows.vaultUrl, credential, clock });
  return new PushUrlRows({
    secret: {
      read: () => vault.readSecret(rows.secret),
      forget: () => {
        vault.forget(rows.secret);
      },
    },
  });
}
