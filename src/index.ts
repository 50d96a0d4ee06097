import { app } from '@azure/functions';
import { startAppTelemetry } from './app-telemetry';
import { keepMetadataRaw } from './lib/event-log/trigger/keep-metadata-raw';
import { platform } from './platform';

app.setup({ enableHttpStream: false });

// All functions are registered then.
app.hook.appStart(() => {
  keepMetadataRaw();
});
app.hook.appStart(() =>
  startAppTelemetry(platform, (fault) => {
    // The host writes the worker's output to its logs.
    console.warn('telemetry could not be sent:', fault);
  }),
);
app.hook.appTerminate(() => platform.close());
