import { type Platform } from '../platform/platform';
import { perSource, type Source } from './source';
import { type ContractRegistry, createRegistry } from './registry';
import { CONTRACTS, type ContractsConfig } from './settings';
import { createEventValidator, type EventMessage, type ValidationResult } from './validate';

/** The validators of events, by the source whose hub the events come from. */
export type EventValidators = Readonly<Record<Source, (event: EventMessage) => ValidationResult>>;

/** The contracts of this process. */
export interface Contracts extends ContractsConfig {
  readonly registry: ContractRegistry;
  readonly validators: EventValidators;
}

/** Opens the contracts with the settings of the app. @throws SluiceError `config_invalid` */
export function openContracts(platform: Platform): Contracts {
  const { maxEventBytes } = platform.settings({ contracts: CONTRACTS }).contracts;
  const registry = createRegistry();
  return {
    maxEventBytes,
    registry,
    validators: perSource((source) => createEventValidator({ registry, source, maxEventBytes })),
  };
}
