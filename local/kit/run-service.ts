import { type Running } from './service';

export interface ReadyService extends Running {
  readonly ready: Readonly<Record<string, unknown>>;
}

/**
 * Runs a stand-in in this process. Prints one JSON line `{"ready": …}` once it listens. Stops on SIGTERM,
 * SIGINT, or when standard input closes because the parent has ended. A failed start is reported on standard
 * error, with exit code 1.
 */
export function runService(start: () => Promise<ReadyService>): void {
  start().then(
    (service) => {
      let closing = false;
      const stop = (): void => {
        if (closing) return;
        closing = true;
        service.close().then(
          () => process.exit(0),
          (error: unknown) => {
            console.error(error);
            process.exit(1);
          },
        );
      };
      process.on('SIGTERM', stop);
      process.on('SIGINT', stop);
      process.stdin.on('end', stop);
      process.stdin.on('error', stop);
      process.stdin.resume();
      process.stdout.write(`${JSON.stringify({ ready: service.ready })}\n`);
    },
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exit(1);
    },
  );
}
