import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseHostJson } from '../../../local/functions-host/app/host-json';

const hostJson = JSON.parse(readFileSync(resolve(__dirname, '../../../host.json'), 'utf8')) as {
  readonly extensions: { readonly durableTask: Readonly<Record<string, unknown>> };
};

describe('host.json', () => {
  it('sets the maximum of concurrent calls for every trigger', () => {
    expect(parseHostJson(hostJson).durableTask).toEqual({
      hubName: 'sluice',
      maxConcurrentActivityFunctions: 10,
      maxConcurrentOrchestratorFunctions: 5,
    });
  });

  it('polls idle durable queues every two seconds, for the cost in ADR 27', () => {
    expect(hostJson.extensions.durableTask['storageProvider']).toEqual({
      maxQueuePollingInterval: '00:00:02',
    });
    const adr = readFileSync(
      resolve(__dirname, '../../../docs/decisions/0027-the-durable-task-extension-is-set-explicitly.md'),
      'utf8',
    );
    const polls = (5 * 2_628_000) / 2;
    expect(adr).toContain(`**${polls.toLocaleString('en')}**`);
    expect(adr).toContain(`**$${((polls * 0.004) / 10_000).toFixed(2)}**`);
  });

  it('limits logs of the Durable Task extension, and leaves tracing to the app', () => {
    expect(parseHostJson(hostJson).logLevels).toEqual({
      'Host.Triggers.DurableTask': 'Warning',
      'DurableTask.AzureStorage': 'Warning',
      'DurableTask.Core': 'Warning',
    });
    expect(hostJson.extensions.durableTask['tracing']).toEqual({
      distributedTracingEnabled: false,
      traceInputsAndOutputs: false,
    });
  });
});
