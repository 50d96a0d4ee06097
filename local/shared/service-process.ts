/**
 * How a stand-in runs as a process of its own: it prints one JSON line `{"ready": …}` once it listens, and it
 * stops on SIGTERM, SIGINT, or when its parent goes away (the IPC channel or standard input closes).
 */
export interface RunningService {
  /** What a parent needs to reach the service; printed as JSON. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** Stops listening and makes everything durable. */
  close(): Promise<void>;
}

export function runAsProcess(start: () => Promise<RunningService>): void {
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
