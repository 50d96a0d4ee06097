import { parseHostJson } from '../../../../local/functions-host/app/host-json';
import { overrideHostJson } from '../../../../local/functions-host/app/override-host-json';

const HOST_JSON = {
  version: '2.0',
  extensions: { eventHubs: { maxEventBatchSize: 1000, minEventBatchSize: 100, maxWaitTime: '00:00:01' } },
};

const overridden = (settings: Readonly<Record<string, string>>) =>
  parseHostJson(overrideHostJson(HOST_JSON, settings));

describe('settings that override host.json', () => {
  it('replace texts and numbers, whatever the case of their names', () => {
    const { eventHubs } = overridden({
      AzureFunctionsJobHost__extensions__eventHubs__maxWaitTime: '00:00:00.75',
      AZUREFUNCTIONSJOBHOST__EXTENSIONS__EVENTHUBS__MINEVENTBATCHSIZE: '250',
    });
    expect(eventHubs).toMatchObject({ maxWaitMilliseconds: 750, minEventBatchSize: 250 });
    expect(HOST_JSON.extensions.eventHubs.minEventBatchSize).toBe(100);
  });

  it('add values and parts that host.json does not have', () => {
    expect(
      overridden({
        AzureFunctionsJobHost__logging__logLevel__default: 'Warning',
        AzureFunctionsJobHost__extensions__eventHubs__prefetchCount: '50',
      }),
    ).toMatchObject({ logLevels: { default: 'Warning' }, eventHubs: { prefetchCount: 50 } });
  });

  it('change nothing if none is there', () => {
    expect(overrideHostJson(HOST_JSON, { LIVE_TABLE: 'live' })).toEqual(HOST_JSON);
  });

  it.each([
    ['AzureFunctionsJobHost__extensions__eventHubs__maxWaitTime', 'soon', 'maxWaitTime must be a time span'],
    ['AzureFunctionsJobHost__extensions__eventHubs__maxWait', '1', 'maxWait is not supported'],
  ])('are refused with the name of the value: %s=%s', (name, value, message) => {
    expect(() => overridden({ [name]: value })).toThrow(message);
  });
});
