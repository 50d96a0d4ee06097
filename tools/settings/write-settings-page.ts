import { describeSettings } from './all-settings';

/** The text of docs/settings.md, from the one place that reads settings. */
export function writeSettingsPage(): string {
  return [
    '# Settings',
    '',
    'Written by `npm run generate` from the `settings.ts` of each feature in `src/lib`. `npm start` sets them all. A wrong one is answered with a message',
    'that names it and the remedy.',
    '',
    'Each service takes either a connection string (`EventHubs`, `Lake`, `Tables`: this machine) or an endpoint that is reached',
    "as the app's identity (`<Connection>__…`: Azure). `AZURE_CLIENT_ID` is the identity where a connection names none.",
    '',
    '| setting | meaning | default |',
    '| --- | --- | --- |',
    ...describeSettings().map(
      ({ name, description, default: initial }) =>
        `| \`${name}\` | ${description} | ${initial === undefined ? '' : `\`${initial}\``} |`,
    ),
    '',
    'The lakehouse has one more, `BUSINESS_TIME_ZONE`: the time zone whose days Gold counts by, `UTC` unless it is set. The app does not',
    'read it; `npm start` and `azd` hand it to the job ([business days](lakehouse.md#business-days)).',
    '',
    'One function is switched off with `AzureWebJobs.<name>.Disabled`, as everywhere in Azure Functions: for example',
    '`AzureWebJobs.simulateIot.Disabled=true` for an app that takes in real devices.',
    '',
  ].join('\n');
}
