import { app } from '@azure/functions';
import { startAppTelemetry } from './app-telemetry';
import { platform } from './platform';

app.setup({ enableHttpStream: false });

app.hook.appStart(() =>
  startAppTelemetry(platform, (fault) => {
    // The host takes what the worker prints into its logs.
    console.warn('telemetry was not sent:', fault);
  }),
);
app.hook.appTerminate(() => platform.close());
