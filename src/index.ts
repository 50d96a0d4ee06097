import { app } from '@azure/functions';
import { closeSluice } from './lib/compose';

app.setup({ enableHttpStream: false });

app.hook.appTerminate(closeSluice);
