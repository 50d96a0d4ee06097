import { app } from '@azure/functions';
import { closeSluice, startSluiceTelemetry } from './lib/compose';

app.setup({ enableHttpStream: false });

app.hook.appStart(startSluiceTelemetry);
app.hook.appTerminate(closeSluice);
