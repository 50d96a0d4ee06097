import { describeSettings } from './all-settings';

/** The text of docs/settings.md, from the settings that the app reads. */
export function writeSettingsPage(): string {
  return [
    '# Settings',
    '',
    'Written by `npm run generate` from the `settings.ts` of each feature in `src/lib`. `npm start` sets them all. The app refuses a wrong one with a message',
    'that has its name and the remedy.',
    '',
    'Each service takes either a connection string (`EventHubs`, `Lake`, `Tables`: this machine) or an endpoint for',
    "the app's identity (`<Connection>__…`: Azure). `AZURE_CLIENT_ID` is the identity of connections that have none.",
    '',
    '| setting | meaning | default |',
    '| --- | --- | --- |',
    ...describeSettings().map(
      ({ name, description, default: initial }) =>
        `| \`${name}\` | ${description} | ${initial === undefined ? '' : `\`${initial}\``} |`,
    ),
    '',
    'The lakehouse has one more, `BUSINESS_TIME_ZONE`: the time zone of business days in Gold, `UTC` by default. The app does not',
    'read it; `npm start` and `azd` pass it to the job ([business days](lakehouse.md#business-days)).',
    '',
    'To disable one function, set `AzureWebJobs.<name>.Disabled`, as in every app on Azure Functions. Example:',
    '`AzureWebJobs.simulateIot.Disabled=true` for an app with real devices.',
    '',
  ].join('\n');
}
