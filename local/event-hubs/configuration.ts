import { StandInError } from '../kit';

/** A hub in the configuration. */
export interface HubConfiguration {
  readonly name: string;
  /** 1 to 1024. */
  readonly partitionCount: number;
  /** Always includes `$Default`. */
  readonly consumerGroups: readonly string[];
}

export const DEFAULT_CONSUMER_GROUP = '$Default';

/**
 * Letters, digits, `.`, `-` and `_`; starts and ends with a letter or digit. Azure's rule for entity names.
 */
const HUB_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,254}[A-Za-z0-9])?$/;
const GROUP_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,48}[A-Za-z0-9])?$/;

/**
 * Reads a configuration in the format of the official emulator's Config.json: `{UserConfig: {NamespaceConfig:
 * [{Type: 'EventHub', Name, Entities: [{Name, PartitionCount, ConsumerGroups: [{Name}]}]}]}}`. It must have
 * one namespace. `LoggingConfig` is accepted without effect.
 * https://learn.microsoft.com/azure/event-hubs/test-locally-with-event-hub-emulator
 *
 * @throws StandInError `option_invalid`; the message has the path of the field
 */
export function parseConfiguration(value: unknown): readonly HubConfiguration[] {
  const root = object(value, 'configuration', ['UserConfig']);
  const userConfig = object(root['UserConfig'], 'UserConfig', ['NamespaceConfig', 'LoggingConfig']);
  const namespaces = list(userConfig['NamespaceConfig'], 'UserConfig.NamespaceConfig');
  if (namespaces.length !== 1) throw invalid('UserConfig.NamespaceConfig', 'must hold exactly one namespace');
  const at = 'UserConfig.NamespaceConfig[0]';
  const namespace = object(namespaces[0], at, ['Type', 'Name', 'Entities']);
  if (namespace['Type'] !== 'EventHub') throw invalid(`${at}.Type`, 'must be "EventHub"');
  const hubs = list(namespace['Entities'], `${at}.Entities`).map((entity, position) =>
    parseHub(entity, `${at}.Entities[${position}]`),
  );
  unique(
    hubs.map((hub) => hub.name),
    `${at}.Entities`,
  );
  return hubs;
}

function parseHub(value: unknown, at: string): HubConfiguration {
  const hub = object(value, at, ['Name', 'PartitionCount', 'ConsumerGroups']);
  const name = text(hub['Name'], `${at}.Name`, HUB_NAME);
  // The official sample has the count as a string.
  const partitionCount = Number(hub['PartitionCount']);
  if (!Number.isInteger(partitionCount) || partitionCount < 1 || partitionCount > 1024) {
    throw invalid(`${at}.PartitionCount`, 'must be a whole number from 1 to 1024');
  }
  const groups = list(hub['ConsumerGroups'] ?? [], `${at}.ConsumerGroups`).map((group, position) => {
    const groupAt = `${at}.ConsumerGroups[${position}]`;
    const { Name: groupName } = object(group, groupAt, ['Name']);
    return groupName === DEFAULT_CONSUMER_GROUP ? groupName : text(groupName, `${groupAt}.Name`, GROUP_NAME);
  });
  unique(groups, `${at}.ConsumerGroups`);
  return {
    name,
    partitionCount,
    consumerGroups: [DEFAULT_CONSUMER_GROUP, ...groups.filter((group) => group !== DEFAULT_CONSUMER_GROUP)],
  };
}

function object(value: unknown, at: string, known: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(at, 'must be an object');
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw invalid(`${at}.${unknown}`, `is unknown; choose from ${known.join(', ')}`);
  return Object.fromEntries(Object.entries(value));
}

function list(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(at, 'must be a list');
  return value;
}

function text(value: unknown, at: string, pattern: RegExp): string {
  if (typeof value !== 'string' || !pattern.test(value)) {
    throw invalid(
      at,
      'must be a name of letters, digits, ".", "-" and "_" that starts and ends with a letter or digit',
    );
  }
  return value;
}

function unique(names: readonly string[], at: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name.toLowerCase())) throw invalid(at, `contains "${name}" twice (names ignore case)`);
    seen.add(name.toLowerCase());
  }
}

function invalid(at: string, problem: string): StandInError {
  return new StandInError('option_invalid', `${at} ${problem}`);
}
