import { app } from '@azure/functions';
import { closeSluice, startSluiceTelemetry } from './lib/compose';

app.setup({ enableHttpStream: false });

app.hook.appStart(() =>
  startSluiceTelemetry((fault) => {
    // The host takes what the worker prints into its logs.
    console.warn('telemetry was not sent:', fault);
  }),
);
app.hook.appTerminate(closeSluice);
