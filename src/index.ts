import { app } from '@azure/functions';
import { startAppTelemetry } from './app-telemetry';
import { platform } from './platform';

app.setup({ enableHttpStream: false });

app.hook.appStart(() =>
  startAppTelemetry(platform, (fault) => {
    // The host writes the worker's output to its logs.
    console.warn('telemetry could not be sent:', fault);
  }),
);
app.hook.appTerminate(() => platform.close());
