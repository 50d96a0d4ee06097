/**
 * Preloaded into a service that is not ours (Azurite), so that it too ends when the stack is killed: it asks the
 * service to stop, as Ctrl-C would, when standard input closes.
 */
process.stdin.on('end', stop);
process.stdin.on('error', stop);
process.stdin.resume();

function stop(): void {
  process.kill(process.pid, 'SIGTERM');
}
