/**
 * Preloaded into Azurite, so that it ends if the stack is killed: when standard input closes, it sends the
 * process the signal that Ctrl-C sends.
 */
process.stdin.on('end', stop);
process.stdin.on('error', stop);
process.stdin.resume();

function stop(): void {
  process.kill(process.pid, 'SIGTERM');
}
