// @ts-check
// Names a process in a file, so that a file of a process that was killed is recognised.
const { readFileSync } = require('node:fs');

/**
 * The process id and, on Linux, its start time (field 22 of /proc/PID/stat), because the system uses ids again.
 *
 * @param {number} processId
 * @returns {string}
 */
function describeProcess(processId) {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    return `${processId} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '-'}`;
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    return `${processId} -`;
  }
}

/**
 * Returns whether the process that wrote `description` still runs.
 *
 * @param {string} description of `describeProcess`
 * @returns {boolean}
 */
function isRunning(description) {
  const processId = Number(description.split(' ')[0]);
  if (!Number.isInteger(processId) || processId <= 0) return false;
  try {
    process.kill(processId, 0);
  } catch (error) {
    if (!hasCode(error, 'EPERM')) return false;
  }
  return describeProcess(processId) === description;
}

/**
 * @param {unknown} error
 * @param {string} code
 * @returns {boolean}
 */
function hasCode(error, code) {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

module.exports = { describeProcess, hasCode, isRunning };
