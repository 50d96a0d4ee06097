import { describeSettings } from './all-settings';

/** The text of docs/settings.md, from the settings that the app reads. */
export function writeSettingsPage(): string {
  return [
    '# Settings',
    '',
    'After reading this page, you can set every setting of the app. `npm run generate` writes the page from the `settings.ts` of each',
    'feature in `src/lib`.',
    '',
    '```sh',
    'az functionapp config appsettings set -g "$AZURE_RESOURCE_GROUP" -n "$FUNCTION_APP_NAME" --settings LIVE_MAX_GROUPS=4000',
    '```',
    '',
    'A setting that is set in this way lasts until the next `azd provision`. `npm start` sets all of them; add your own to the `Values`',
    'of `local.settings.json`. The app refuses a wrong value with a message that names the setting and the remedy.',
    '',
    'Each service takes either a connection string (`EventHubs`, `Lake`, `Tables`: this machine) or an endpoint',
    '(`<Connection>__…`: Azure), which the app uses with its identity. `AZURE_CLIENT_ID` is the identity of a connection that names',
    'none.',
    '',
    '| setting | meaning | default |',
    '| --- | --- | --- |',
    ...describeSettings().map(
      ({ name, description, default: initial }) =>
        `| \`${name}\` | ${description} | ${initial === undefined ? '' : `\`${initial}\``} |`,
    ),
    '',
    'The lakehouse has one more, `BUSINESS_TIME_ZONE`: the time zone of the days that Gold counts by, `UTC` by default. The app does',
    'not read it; `npm start` and `azd` pass it to the job ([business days](gold.md#business-days)).',
    '',
    '`AzureWebJobs.<name>.Disabled` switches one function off, as everywhere in Azure Functions. An example is',
    '`AzureWebJobs.simulateIot.Disabled=true` for an app that takes in real devices.',
    '',
  ].join('\n');
}
