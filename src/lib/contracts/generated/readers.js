'use strict';
// Written by `npm run generate` from schemas/. Change the schema, not this file.
const read = { ...require("../read-bytes") };
const { formats } = require("../formats");
const table0 = read.toTable("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
const table1 = read.toTable("-.0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
function text2(bytes, at) {
  if (bytes[at] !== 0x22) return -1;
  if (table0[bytes[at + 1]] !== 1) return -1;
  let next = at + 2;
  while (table1[bytes[next]] === 1) next++;
  const length = next - at - 1;
  if (length < 1 || length > 64) return -1;
  return bytes[next] === 0x22 ? next + 1 : -1;
}
function oneOf3(bytes, at) {
  let next = -1;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x75 && bytes[at + 2] === 0x70 && bytes[at + 3] === 0x73 && bytes[at + 4] === 0x65 && bytes[at + 5] === 0x72 && bytes[at + 6] === 0x74 && bytes[at + 7] === 0x22) return at + 8;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x64 && bytes[at + 2] === 0x65 && bytes[at + 3] === 0x6c && bytes[at + 4] === 0x65 && bytes[at + 5] === 0x74 && bytes[at + 6] === 0x65 && bytes[at + 7] === 0x22) return at + 8;
  return next;
}
const table4 = read.toTable("+");
const table5 = read.toTable("123456789");
const table6 = read.toTable("0123456789");
function text7(bytes, at) {
  if (bytes[at] !== 0x22) return -1;
  if (table4[bytes[at + 1]] !== 1) return -1;
  if (table5[bytes[at + 2]] !== 1) return -1;
  let next = at + 3;
  while (table6[bytes[next]] === 1) next++;
  const length = next - at - 1;
  if (length < 8 || length > 16) return -1;
  if (length > 16) return -1;
  return bytes[next] === 0x22 ? next + 1 : -1;
}
const table8 = read.toTable("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
function text9(bytes, at) {
  if (bytes[at] !== 0x22) return -1;
  let next = at + 1;
  while (table8[bytes[next]] === 1) next++;
  const length = next - at - 1;
  if (length < 2 || length > 2) return -1;
  if (length > 2) return -1;
  return bytes[next] === 0x22 ? next + 1 : -1;
}
function object10(bytes, at) {
  if (bytes[at] !== 0x7b) return -1;
  let next = at + 1;
  let seen0 = 0;
  if (bytes[next] === 0x7d) next++;
  else for (;;) {
    if (bytes[next] !== 0x22) return -1;
    switch (bytes[next + 1]) {
      case 0x73:
        if (bytes[next + 2] === 0x74 && bytes[next + 3] === 0x72 && bytes[next + 4] === 0x65 && bytes[next + 5] === 0x65 && bytes[next + 6] === 0x74 && bytes[next + 7] === 0x22 && bytes[next + 8] === 0x3a) {
          if ((seen0 & 1) !== 0) return -1;
          seen0 |= 1;
          next += 9;
          while (bytes[next] === 0x20) next++;
          next = read.readText(bytes, next, 1, 200);
          break;
        }
        return -1;
      case 0x63:
        if (bytes[next + 2] === 0x69 && bytes[next + 3] === 0x74 && bytes[next + 4] === 0x79 && bytes[next + 5] === 0x22 && bytes[next + 6] === 0x3a) {
          if ((seen0 & 2) !== 0) return -1;
          seen0 |= 2;
          next += 7;
          while (bytes[next] === 0x20) next++;
          next = read.readText(bytes, next, 1, 100);
          break;
        }
        if (bytes[next + 2] === 0x6f && bytes[next + 3] === 0x75 && bytes[next + 4] === 0x6e && bytes[next + 5] === 0x74 && bytes[next + 6] === 0x72 && bytes[next + 7] === 0x79 && bytes[next + 8] === 0x22 && bytes[next + 9] === 0x3a) {
          if ((seen0 & 8) !== 0) return -1;
          seen0 |= 8;
          next += 10;
          while (bytes[next] === 0x20) next++;
          next = text9(bytes, next);
          break;
        }
        return -1;
      case 0x70:
        if (bytes[next + 2] === 0x6f && bytes[next + 3] === 0x73 && bytes[next + 4] === 0x74 && bytes[next + 5] === 0x61 && bytes[next + 6] === 0x6c && bytes[next + 7] === 0x43 && bytes[next + 8] === 0x6f && bytes[next + 9] === 0x64 && bytes[next + 10] === 0x65 && bytes[next + 11] === 0x22 && bytes[next + 12] === 0x3a) {
          if ((seen0 & 4) !== 0) return -1;
          seen0 |= 4;
          next += 13;
          while (bytes[next] === 0x20) next++;
          next = read.readText(bytes, next, 1, 16);
          break;
        }
        return -1;
      default: return -1;
    }
    if (next < 0) return -1;
    const code = bytes[next++];
    if (code === 0x7d) break;
    if (code !== 0x2c) return -1;
    while (bytes[next] === 0x20) next++;
  }
  if ((seen0 & 10) !== 10) return -1;
  return next;
}
function oneOf11(bytes, at) {
  let next = -1;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x63 && bytes[at + 2] === 0x6f && bytes[at + 3] === 0x6e && bytes[at + 4] === 0x73 && bytes[at + 5] === 0x75 && bytes[at + 6] === 0x6d && bytes[at + 7] === 0x65 && bytes[at + 8] === 0x72 && bytes[at + 9] === 0x22) return at + 10;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x70 && bytes[at + 2] === 0x72 && bytes[at + 3] === 0x65 && bytes[at + 4] === 0x6d && bytes[at + 5] === 0x69 && bytes[at + 6] === 0x75 && bytes[at + 7] === 0x6d && bytes[at + 8] === 0x22) return at + 9;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x73 && bytes[at + 2] === 0x6d && bytes[at + 3] === 0x61 && bytes[at + 4] === 0x6c && bytes[at + 5] === 0x6c && bytes[at + 6] === 0x2d && bytes[at + 7] === 0x62 && bytes[at + 8] === 0x75 && bytes[at + 9] === 0x73 && bytes[at + 10] === 0x69 && bytes[at + 11] === 0x6e && bytes[at + 12] === 0x65 && bytes[at + 13] === 0x73 && bytes[at + 14] === 0x73 && bytes[at + 15] === 0x22) return at + 16;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x65 && bytes[at + 2] === 0x6e && bytes[at + 3] === 0x74 && bytes[at + 4] === 0x65 && bytes[at + 5] === 0x72 && bytes[at + 6] === 0x70 && bytes[at + 7] === 0x72 && bytes[at + 8] === 0x69 && bytes[at + 9] === 0x73 && bytes[at + 10] === 0x65 && bytes[at + 11] === 0x22) return at + 12;
  return next;
}
function object12(bytes, at) {
  if (bytes[at] !== 0x7b) return -1;
  let next = at + 1;
  let seen0 = 0;
  if (bytes[next] === 0x7d) next++;
  else for (;;) {
    if (bytes[next] !== 0x22) return -1;
    switch (bytes[next + 1]) {
      case 0x6d:
        if (bytes[next + 2] === 0x61 && bytes[next + 3] === 0x72 && bytes[next + 4] === 0x6b && bytes[next + 5] === 0x65 && bytes[next + 6] === 0x74 && bytes[next + 7] === 0x69 && bytes[next + 8] === 0x6e && bytes[next + 9] === 0x67 && bytes[next + 10] === 0x22 && bytes[next + 11] === 0x3a) {
          if ((seen0 & 1) !== 0) return -1;
          seen0 |= 1;
          next += 12;
          while (bytes[next] === 0x20) next++;
          next = read.readBoolean(bytes, next);
          break;
        }
        return -1;
      case 0x70:
        if (bytes[next + 2] === 0x72 && bytes[next + 3] === 0x6f && bytes[next + 4] === 0x66 && bytes[next + 5] === 0x69 && bytes[next + 6] === 0x6c && bytes[next + 7] === 0x69 && bytes[next + 8] === 0x6e && bytes[next + 9] === 0x67 && bytes[next + 10] === 0x22 && bytes[next + 11] === 0x3a) {
          if ((seen0 & 2) !== 0) return -1;
          seen0 |= 2;
          next += 12;
          while (bytes[next] === 0x20) next++;
          next = read.readBoolean(bytes, next);
          break;
        }
        return -1;
      default: return -1;
    }
    if (next < 0) return -1;
    const code = bytes[next++];
    if (code === 0x7d) break;
    if (code !== 0x2c) return -1;
    while (bytes[next] === 0x20) next++;
  }
  if ((seen0 & 3) !== 3) return -1;
  return next;
}
function object13(bytes, at) {
  if (bytes[at] !== 0x7b) return -1;
  let next = at + 1;
  let seen0 = 0;
  if (bytes[next] === 0x7d) next++;
  else for (;;) {
    if (bytes[next] !== 0x22) return -1;
    switch (bytes[next + 1]) {
      case 0x66:
        if (bytes[next + 2] === 0x69 && bytes[next + 3] === 0x72 && bytes[next + 4] === 0x73 && bytes[next + 5] === 0x74 && bytes[next + 6] === 0x4e && bytes[next + 7] === 0x61 && bytes[next + 8] === 0x6d && bytes[next + 9] === 0x65 && bytes[next + 10] === 0x22 && bytes[next + 11] === 0x3a) {
          if ((seen0 & 1) !== 0) return -1;
          seen0 |= 1;
          next += 12;
          while (bytes[next] === 0x20) next++;
          next = read.readText(bytes, next, 1, 100);
          break;
        }
        return -1;
      case 0x6c:
        if (bytes[next + 2] === 0x61 && bytes[next + 3] === 0x73 && bytes[next + 4] === 0x74 && bytes[next + 5] === 0x4e && bytes[next + 6] === 0x61 && bytes[next + 7] === 0x6d && bytes[next + 8] === 0x65 && bytes[next + 9] === 0x22 && bytes[next + 10] === 0x3a) {
          if ((seen0 & 2) !== 0) return -1;
          seen0 |= 2;
          next += 11;
          while (bytes[next] === 0x20) next++;
          next = read.readText(bytes, next, 1, 100);
          break;
        }
        return -1;
      case 0x65:
        if (bytes[next + 2] === 0x6d && bytes[next + 3] === 0x61 && bytes[next + 4] === 0x69 && bytes[next + 5] === 0x6c && bytes[next + 6] === 0x22 && bytes[next + 7] === 0x3a) {
          if ((seen0 & 4) !== 0) return -1;
          seen0 |= 4;
          next += 8;
          while (bytes[next] === 0x20) next++;
          next = read.readMatching(bytes, next, Infinity, formats["email"]);
          break;
        }
        return -1;
      case 0x70:
        if (bytes[next + 2] === 0x68 && bytes[next + 3] === 0x6f && bytes[next + 4] === 0x6e && bytes[next + 5] === 0x65 && bytes[next + 6] === 0x22 && bytes[next + 7] === 0x3a) {
          if ((seen0 & 8) !== 0) return -1;
          seen0 |= 8;
          next += 8;
          while (bytes[next] === 0x20) next++;
          next = text7(bytes, next);
          break;
        }
        return -1;
      case 0x62:
        if (bytes[next + 2] === 0x69 && bytes[next + 3] === 0x72 && bytes[next + 4] === 0x74 && bytes[next + 5] === 0x68 && bytes[next + 6] === 0x44 && bytes[next + 7] === 0x61 && bytes[next + 8] === 0x74 && bytes[next + 9] === 0x65 && bytes[next + 10] === 0x22 && bytes[next + 11] === 0x3a) {
          if ((seen0 & 16) !== 0) return -1;
          seen0 |= 16;
          next += 12;
          while (bytes[next] === 0x20) next++;
          next = read.readDate(bytes, next);
          break;
        }
        return -1;
      case 0x61:
        if (bytes[next + 2] === 0x64 && bytes[next + 3] === 0x64 && bytes[next + 4] === 0x72 && bytes[next + 5] === 0x65 && bytes[next + 6] === 0x73 && bytes[next + 7] === 0x73 && bytes[next + 8] === 0x22 && bytes[next + 9] === 0x3a) {
          if ((seen0 & 32) !== 0) return -1;
          seen0 |= 32;
          next += 10;
          while (bytes[next] === 0x20) next++;
          next = object10(bytes, next);
          break;
        }
        return -1;
      case 0x73:
        if (bytes[next + 2] === 0x65 && bytes[next + 3] === 0x67 && bytes[next + 4] === 0x6d && bytes[next + 5] === 0x65 && bytes[next + 6] === 0x6e && bytes[next + 7] === 0x74 && bytes[next + 8] === 0x22 && bytes[next + 9] === 0x3a) {
          if ((seen0 & 64) !== 0) return -1;
          seen0 |= 64;
          next += 10;
          while (bytes[next] === 0x20) next++;
          next = oneOf11(bytes, next);
          break;
        }
        return -1;
      case 0x63:
        if (bytes[next + 2] === 0x6f && bytes[next + 3] === 0x6e && bytes[next + 4] === 0x73 && bytes[next + 5] === 0x65 && bytes[next + 6] === 0x6e && bytes[next + 7] === 0x74 && bytes[next + 8] === 0x22 && bytes[next + 9] === 0x3a) {
          if ((seen0 & 128) !== 0) return -1;
          seen0 |= 128;
          next += 10;
          while (bytes[next] === 0x20) next++;
          next = object12(bytes, next);
          break;
        }
        return -1;
      case 0x72:
        if (bytes[next + 2] === 0x65 && bytes[next + 3] === 0x67 && bytes[next + 4] === 0x69 && bytes[next + 5] === 0x73 && bytes[next + 6] === 0x74 && bytes[next + 7] === 0x65 && bytes[next + 8] === 0x72 && bytes[next + 9] === 0x65 && bytes[next + 10] === 0x64 && bytes[next + 11] === 0x4f && bytes[next + 12] === 0x6e && bytes[next + 13] === 0x22 && bytes[next + 14] === 0x3a) {
          if ((seen0 & 256) !== 0) return -1;
          seen0 |= 256;
          next += 15;
          while (bytes[next] === 0x20) next++;
          next = read.readDate(bytes, next);
          break;
        }
        return -1;
      default: return -1;
    }
    if (next < 0) return -1;
    const code = bytes[next++];
    if (code === 0x7d) break;
    if (code !== 0x2c) return -1;
    while (bytes[next] === 0x20) next++;
  }
  if ((seen0 & 231) !== 231) return -1;
  return next;
}
function object14(bytes, at) {
  if (bytes[at] !== 0x7b) return -1;
  let next = at + 1;
  let seen0 = 0;
  let at_operation = -1;
  if (bytes[next] === 0x7d) next++;
  else for (;;) {
    if (bytes[next] !== 0x22) return -1;
    switch (bytes[next + 1]) {
      case 0x63:
        if (bytes[next + 2] === 0x68 && bytes[next + 3] === 0x61 && bytes[next + 4] === 0x6e && bytes[next + 5] === 0x67 && bytes[next + 6] === 0x65 && bytes[next + 7] === 0x49 && bytes[next + 8] === 0x64 && bytes[next + 9] === 0x22 && bytes[next + 10] === 0x3a) {
          if ((seen0 & 1) !== 0) return -1;
          seen0 |= 1;
          next += 11;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x75 && bytes[next + 3] === 0x73 && bytes[next + 4] === 0x74 && bytes[next + 5] === 0x6f && bytes[next + 6] === 0x6d && bytes[next + 7] === 0x65 && bytes[next + 8] === 0x72 && bytes[next + 9] === 0x49 && bytes[next + 10] === 0x64 && bytes[next + 11] === 0x22 && bytes[next + 12] === 0x3a) {
          if ((seen0 & 2) !== 0) return -1;
          seen0 |= 2;
          next += 13;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x68 && bytes[next + 3] === 0x61 && bytes[next + 4] === 0x6e && bytes[next + 5] === 0x67 && bytes[next + 6] === 0x65 && bytes[next + 7] === 0x64 && bytes[next + 8] === 0x41 && bytes[next + 9] === 0x74 && bytes[next + 10] === 0x22 && bytes[next + 11] === 0x3a) {
          if ((seen0 & 4) !== 0) return -1;
          seen0 |= 4;
          next += 12;
          while (bytes[next] === 0x20) next++;
          next = read.readDateTime(bytes, next);
          break;
        }
        return -1;
      case 0x6f:
        if (bytes[next + 2] === 0x70 && bytes[next + 3] === 0x65 && bytes[next + 4] === 0x72 && bytes[next + 5] === 0x61 && bytes[next + 6] === 0x74 && bytes[next + 7] === 0x69 && bytes[next + 8] === 0x6f && bytes[next + 9] === 0x6e && bytes[next + 10] === 0x22 && bytes[next + 11] === 0x3a) {
          if ((seen0 & 8) !== 0) return -1;
          seen0 |= 8;
          next += 12;
          while (bytes[next] === 0x20) next++;
          at_operation = next;
          next = oneOf3(bytes, next);
          break;
        }
        return -1;
      case 0x70:
        if (bytes[next + 2] === 0x72 && bytes[next + 3] === 0x6f && bytes[next + 4] === 0x66 && bytes[next + 5] === 0x69 && bytes[next + 6] === 0x6c && bytes[next + 7] === 0x65 && bytes[next + 8] === 0x22 && bytes[next + 9] === 0x3a) {
          if ((seen0 & 16) !== 0) return -1;
          seen0 |= 16;
          next += 10;
          while (bytes[next] === 0x20) next++;
          next = object13(bytes, next);
          break;
        }
        return -1;
      default: return -1;
    }
    if (next < 0) return -1;
    const code = bytes[next++];
    if (code === 0x7d) break;
    if (code !== 0x2c) return -1;
    while (bytes[next] === 0x20) next++;
  }
  if ((seen0 & 15) !== 15) return -1;
  if (!(((!((seen0 & 8) !== 0) || (bytes[at_operation] === 0x22 && bytes[at_operation + 1] === 0x64 && bytes[at_operation + 2] === 0x65 && bytes[at_operation + 3] === 0x6c && bytes[at_operation + 4] === 0x65 && bytes[at_operation + 5] === 0x74 && bytes[at_operation + 6] === 0x65 && bytes[at_operation + 7] === 0x22))) ? ((!((seen0 & 16) !== 0))) : ((seen0 & 16) !== 0))) return -1;
  return next;
}
function nullable15(bytes, at) {
  return bytes[at] === 0x6e ? read.readNull(bytes, at) : text2(bytes, at);
}
function oneOf16(bytes, at) {
  let next = -1;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x70 && bytes[at + 2] === 0x61 && bytes[at + 3] === 0x67 && bytes[at + 4] === 0x65 && bytes[at + 5] === 0x2d && bytes[at + 6] === 0x76 && bytes[at + 7] === 0x69 && bytes[at + 8] === 0x65 && bytes[at + 9] === 0x77 && bytes[at + 10] === 0x22) return at + 11;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x70 && bytes[at + 2] === 0x72 && bytes[at + 3] === 0x6f && bytes[at + 4] === 0x64 && bytes[at + 5] === 0x75 && bytes[at + 6] === 0x63 && bytes[at + 7] === 0x74 && bytes[at + 8] === 0x2d && bytes[at + 9] === 0x76 && bytes[at + 10] === 0x69 && bytes[at + 11] === 0x65 && bytes[at + 12] === 0x77 && bytes[at + 13] === 0x22) return at + 14;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x73 && bytes[at + 2] === 0x65 && bytes[at + 3] === 0x61 && bytes[at + 4] === 0x72 && bytes[at + 5] === 0x63 && bytes[at + 6] === 0x68 && bytes[at + 7] === 0x22) return at + 8;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x61 && bytes[at + 2] === 0x64 && bytes[at + 3] === 0x64 && bytes[at + 4] === 0x2d && bytes[at + 5] === 0x74 && bytes[at + 6] === 0x6f && bytes[at + 7] === 0x2d && bytes[at + 8] === 0x63 && bytes[at + 9] === 0x61 && bytes[at + 10] === 0x72 && bytes[at + 11] === 0x74 && bytes[at + 12] === 0x22) return at + 13;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x72 && bytes[at + 2] === 0x65 && bytes[at + 3] === 0x6d && bytes[at + 4] === 0x6f && bytes[at + 5] === 0x76 && bytes[at + 6] === 0x65 && bytes[at + 7] === 0x2d && bytes[at + 8] === 0x66 && bytes[at + 9] === 0x72 && bytes[at + 10] === 0x6f && bytes[at + 11] === 0x6d && bytes[at + 12] === 0x2d && bytes[at + 13] === 0x63 && bytes[at + 14] === 0x61 && bytes[at + 15] === 0x72 && bytes[at + 16] === 0x74 && bytes[at + 17] === 0x22) return at + 18;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x63 && bytes[at + 2] === 0x68 && bytes[at + 3] === 0x65 && bytes[at + 4] === 0x63 && bytes[at + 5] === 0x6b && bytes[at + 6] === 0x6f && bytes[at + 7] === 0x75 && bytes[at + 8] === 0x74 && bytes[at + 9] === 0x22) return at + 10;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x70 && bytes[at + 2] === 0x75 && bytes[at + 3] === 0x72 && bytes[at + 4] === 0x63 && bytes[at + 5] === 0x68 && bytes[at + 6] === 0x61 && bytes[at + 7] === 0x73 && bytes[at + 8] === 0x65 && bytes[at + 9] === 0x22) return at + 10;
  return next;
}
function nullable17(bytes, at) {
  return bytes[at] === 0x6e ? read.readNull(bytes, at) : read.readText(bytes, at, 0, 1024);
}
function oneOf18(bytes, at) {
  let next = -1;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x64 && bytes[at + 2] === 0x65 && bytes[at + 3] === 0x73 && bytes[at + 4] === 0x6b && bytes[at + 5] === 0x74 && bytes[at + 6] === 0x6f && bytes[at + 7] === 0x70 && bytes[at + 8] === 0x22) return at + 9;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x6d && bytes[at + 2] === 0x6f && bytes[at + 3] === 0x62 && bytes[at + 4] === 0x69 && bytes[at + 5] === 0x6c && bytes[at + 6] === 0x65 && bytes[at + 7] === 0x22) return at + 8;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x74 && bytes[at + 2] === 0x61 && bytes[at + 3] === 0x62 && bytes[at + 4] === 0x6c && bytes[at + 5] === 0x65 && bytes[at + 6] === 0x74 && bytes[at + 7] === 0x22) return at + 8;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x6f && bytes[at + 2] === 0x74 && bytes[at + 3] === 0x68 && bytes[at + 4] === 0x65 && bytes[at + 5] === 0x72 && bytes[at + 6] === 0x22) return at + 7;
  return next;
}
function object19(bytes, at) {
  if (bytes[at] !== 0x7b) return -1;
  let next = at + 1;
  let seen0 = 0;
  if (bytes[next] === 0x7d) next++;
  else for (;;) {
    if (bytes[next] !== 0x22) return -1;
    switch (bytes[next + 1]) {
      case 0x65:
        if (bytes[next + 2] === 0x76 && bytes[next + 3] === 0x65 && bytes[next + 4] === 0x6e && bytes[next + 5] === 0x74 && bytes[next + 6] === 0x49 && bytes[next + 7] === 0x64 && bytes[next + 8] === 0x22 && bytes[next + 9] === 0x3a) {
          if ((seen0 & 1) !== 0) return -1;
          seen0 |= 1;
          next += 10;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        return -1;
      case 0x73:
        if (bytes[next + 2] === 0x65 && bytes[next + 3] === 0x73 && bytes[next + 4] === 0x73 && bytes[next + 5] === 0x69 && bytes[next + 6] === 0x6f && bytes[next + 7] === 0x6e && bytes[next + 8] === 0x49 && bytes[next + 9] === 0x64 && bytes[next + 10] === 0x22 && bytes[next + 11] === 0x3a) {
          if ((seen0 & 2) !== 0) return -1;
          seen0 |= 2;
          next += 12;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x65 && bytes[next + 3] === 0x61 && bytes[next + 4] === 0x72 && bytes[next + 5] === 0x63 && bytes[next + 6] === 0x68 && bytes[next + 7] === 0x54 && bytes[next + 8] === 0x65 && bytes[next + 9] === 0x72 && bytes[next + 10] === 0x6d && bytes[next + 11] === 0x73 && bytes[next + 12] === 0x22 && bytes[next + 13] === 0x3a) {
          if ((seen0 & 256) !== 0) return -1;
          seen0 |= 256;
          next += 14;
          while (bytes[next] === 0x20) next++;
          next = read.readText(bytes, next, 1, 200);
          break;
        }
        return -1;
      case 0x63:
        if (bytes[next + 2] === 0x75 && bytes[next + 3] === 0x73 && bytes[next + 4] === 0x74 && bytes[next + 5] === 0x6f && bytes[next + 6] === 0x6d && bytes[next + 7] === 0x65 && bytes[next + 8] === 0x72 && bytes[next + 9] === 0x49 && bytes[next + 10] === 0x64 && bytes[next + 11] === 0x22 && bytes[next + 12] === 0x3a) {
          if ((seen0 & 4) !== 0) return -1;
          seen0 |= 4;
          next += 13;
          while (bytes[next] === 0x20) next++;
          next = nullable15(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x61 && bytes[next + 3] === 0x6d && bytes[next + 4] === 0x70 && bytes[next + 5] === 0x61 && bytes[next + 6] === 0x69 && bytes[next + 7] === 0x67 && bytes[next + 8] === 0x6e && bytes[next + 9] === 0x22 && bytes[next + 10] === 0x3a) {
          if ((seen0 & 1024) !== 0) return -1;
          seen0 |= 1024;
          next += 11;
          while (bytes[next] === 0x20) next++;
          next = read.readText(bytes, next, 1, 64);
          break;
        }
        if (bytes[next + 2] === 0x6f && bytes[next + 3] === 0x75 && bytes[next + 4] === 0x6e && bytes[next + 5] === 0x74 && bytes[next + 6] === 0x72 && bytes[next + 7] === 0x79 && bytes[next + 8] === 0x22 && bytes[next + 9] === 0x3a) {
          if ((seen0 & 8192) !== 0) return -1;
          seen0 |= 8192;
          next += 10;
          while (bytes[next] === 0x20) next++;
          next = text9(bytes, next);
          break;
        }
        return -1;
      case 0x6f:
        if (bytes[next + 2] === 0x63 && bytes[next + 3] === 0x63 && bytes[next + 4] === 0x75 && bytes[next + 5] === 0x72 && bytes[next + 6] === 0x72 && bytes[next + 7] === 0x65 && bytes[next + 8] === 0x64 && bytes[next + 9] === 0x41 && bytes[next + 10] === 0x74 && bytes[next + 11] === 0x22 && bytes[next + 12] === 0x3a) {
          if ((seen0 & 8) !== 0) return -1;
          seen0 |= 8;
          next += 13;
          while (bytes[next] === 0x20) next++;
          next = read.readDateTime(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x72 && bytes[next + 3] === 0x64 && bytes[next + 4] === 0x65 && bytes[next + 5] === 0x72 && bytes[next + 6] === 0x49 && bytes[next + 7] === 0x64 && bytes[next + 8] === 0x22 && bytes[next + 9] === 0x3a) {
          if ((seen0 & 128) !== 0) return -1;
          seen0 |= 128;
          next += 10;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        return -1;
      case 0x61:
        if (bytes[next + 2] === 0x63 && bytes[next + 3] === 0x74 && bytes[next + 4] === 0x69 && bytes[next + 5] === 0x6f && bytes[next + 6] === 0x6e && bytes[next + 7] === 0x22 && bytes[next + 8] === 0x3a) {
          if ((seen0 & 16) !== 0) return -1;
          seen0 |= 16;
          next += 9;
          while (bytes[next] === 0x20) next++;
          next = oneOf16(bytes, next);
          break;
        }
        return -1;
      case 0x70:
        if (bytes[next + 2] === 0x61 && bytes[next + 3] === 0x67 && bytes[next + 4] === 0x65 && bytes[next + 5] === 0x50 && bytes[next + 6] === 0x61 && bytes[next + 7] === 0x74 && bytes[next + 8] === 0x68 && bytes[next + 9] === 0x22 && bytes[next + 10] === 0x3a) {
          if ((seen0 & 32) !== 0) return -1;
          seen0 |= 32;
          next += 11;
          while (bytes[next] === 0x20) next++;
          next = read.readText(bytes, next, 1, 512);
          break;
        }
        if (bytes[next + 2] === 0x72 && bytes[next + 3] === 0x6f && bytes[next + 4] === 0x64 && bytes[next + 5] === 0x75 && bytes[next + 6] === 0x63 && bytes[next + 7] === 0x74 && bytes[next + 8] === 0x49 && bytes[next + 9] === 0x64 && bytes[next + 10] === 0x22 && bytes[next + 11] === 0x3a) {
          if ((seen0 & 64) !== 0) return -1;
          seen0 |= 64;
          next += 12;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        return -1;
      case 0x72:
        if (bytes[next + 2] === 0x65 && bytes[next + 3] === 0x66 && bytes[next + 4] === 0x65 && bytes[next + 5] === 0x72 && bytes[next + 6] === 0x72 && bytes[next + 7] === 0x65 && bytes[next + 8] === 0x72 && bytes[next + 9] === 0x22 && bytes[next + 10] === 0x3a) {
          if ((seen0 & 512) !== 0) return -1;
          seen0 |= 512;
          next += 11;
          while (bytes[next] === 0x20) next++;
          next = nullable17(bytes, next);
          break;
        }
        return -1;
      case 0x64:
        if (bytes[next + 2] === 0x65 && bytes[next + 3] === 0x76 && bytes[next + 4] === 0x69 && bytes[next + 5] === 0x63 && bytes[next + 6] === 0x65 && bytes[next + 7] === 0x43 && bytes[next + 8] === 0x6c && bytes[next + 9] === 0x61 && bytes[next + 10] === 0x73 && bytes[next + 11] === 0x73 && bytes[next + 12] === 0x22 && bytes[next + 13] === 0x3a) {
          if ((seen0 & 2048) !== 0) return -1;
          seen0 |= 2048;
          next += 14;
          while (bytes[next] === 0x20) next++;
          next = oneOf18(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x77 && bytes[next + 3] === 0x65 && bytes[next + 4] === 0x6c && bytes[next + 5] === 0x6c && bytes[next + 6] === 0x4d && bytes[next + 7] === 0x69 && bytes[next + 8] === 0x6c && bytes[next + 9] === 0x6c && bytes[next + 10] === 0x69 && bytes[next + 11] === 0x73 && bytes[next + 12] === 0x65 && bytes[next + 13] === 0x63 && bytes[next + 14] === 0x6f && bytes[next + 15] === 0x6e && bytes[next + 16] === 0x64 && bytes[next + 17] === 0x73 && bytes[next + 18] === 0x22 && bytes[next + 19] === 0x3a) {
          if ((seen0 & 32768) !== 0) return -1;
          seen0 |= 32768;
          next += 20;
          while (bytes[next] === 0x20) next++;
          next = read.readInteger(bytes, next, 0, 86400000);
          break;
        }
        return -1;
      case 0x62:
        if (bytes[next + 2] === 0x72 && bytes[next + 3] === 0x6f && bytes[next + 4] === 0x77 && bytes[next + 5] === 0x73 && bytes[next + 6] === 0x65 && bytes[next + 7] === 0x72 && bytes[next + 8] === 0x22 && bytes[next + 9] === 0x3a) {
          if ((seen0 & 4096) !== 0) return -1;
          seen0 |= 4096;
          next += 10;
          while (bytes[next] === 0x20) next++;
          next = read.readText(bytes, next, 1, 32);
          break;
        }
        return -1;
      case 0x69:
        if (bytes[next + 2] === 0x70 && bytes[next + 3] === 0x41 && bytes[next + 4] === 0x64 && bytes[next + 5] === 0x64 && bytes[next + 6] === 0x72 && bytes[next + 7] === 0x65 && bytes[next + 8] === 0x73 && bytes[next + 9] === 0x73 && bytes[next + 10] === 0x22 && bytes[next + 11] === 0x3a) {
          if ((seen0 & 16384) !== 0) return -1;
          seen0 |= 16384;
          next += 12;
          while (bytes[next] === 0x20) next++;
          next = read.readText(bytes, next, 2, 45);
          break;
        }
        return -1;
      default: return -1;
    }
    if (next < 0) return -1;
    const code = bytes[next++];
    if (code === 0x7d) break;
    if (code !== 0x2c) return -1;
    while (bytes[next] === 0x20) next++;
  }
  if ((seen0 & 2107) !== 2107) return -1;
  return next;
}
function oneOf20(bytes, at) {
  let next = -1;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x77 && bytes[at + 2] === 0x65 && bytes[at + 3] === 0x62 && bytes[at + 4] === 0x22) return at + 5;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x6d && bytes[at + 2] === 0x6f && bytes[at + 3] === 0x62 && bytes[at + 4] === 0x69 && bytes[at + 5] === 0x6c && bytes[at + 6] === 0x65 && bytes[at + 7] === 0x2d && bytes[at + 8] === 0x61 && bytes[at + 9] === 0x70 && bytes[at + 10] === 0x70 && bytes[at + 11] === 0x22) return at + 12;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x73 && bytes[at + 2] === 0x74 && bytes[at + 3] === 0x6f && bytes[at + 4] === 0x72 && bytes[at + 5] === 0x65 && bytes[at + 6] === 0x22) return at + 7;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x6d && bytes[at + 2] === 0x61 && bytes[at + 3] === 0x72 && bytes[at + 4] === 0x6b && bytes[at + 5] === 0x65 && bytes[at + 6] === 0x74 && bytes[at + 7] === 0x70 && bytes[at + 8] === 0x6c && bytes[at + 9] === 0x61 && bytes[at + 10] === 0x63 && bytes[at + 11] === 0x65 && bytes[at + 12] === 0x22) return at + 13;
  return next;
}
function oneOf21(bytes, at) {
  let next = -1;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x43 && bytes[at + 2] === 0x48 && bytes[at + 3] === 0x46 && bytes[at + 4] === 0x22) return at + 5;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x43 && bytes[at + 2] === 0x5a && bytes[at + 3] === 0x4b && bytes[at + 4] === 0x22) return at + 5;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x44 && bytes[at + 2] === 0x4b && bytes[at + 3] === 0x4b && bytes[at + 4] === 0x22) return at + 5;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x45 && bytes[at + 2] === 0x55 && bytes[at + 3] === 0x52 && bytes[at + 4] === 0x22) return at + 5;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x47 && bytes[at + 2] === 0x42 && bytes[at + 3] === 0x50 && bytes[at + 4] === 0x22) return at + 5;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x4e && bytes[at + 2] === 0x4f && bytes[at + 3] === 0x4b && bytes[at + 4] === 0x22) return at + 5;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x50 && bytes[at + 2] === 0x4c && bytes[at + 3] === 0x4e && bytes[at + 4] === 0x22) return at + 5;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x53 && bytes[at + 2] === 0x45 && bytes[at + 3] === 0x4b && bytes[at + 4] === 0x22) return at + 5;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x55 && bytes[at + 2] === 0x53 && bytes[at + 3] === 0x44 && bytes[at + 4] === 0x22) return at + 5;
  return next;
}
function oneOf22(bytes, at) {
  let next = -1;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x70 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x61 && bytes[at + 4] === 0x63 && bytes[at + 5] === 0x65 && bytes[at + 6] === 0x64 && bytes[at + 7] === 0x22) return at + 8;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x70 && bytes[at + 2] === 0x61 && bytes[at + 3] === 0x69 && bytes[at + 4] === 0x64 && bytes[at + 5] === 0x22) return at + 6;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x73 && bytes[at + 2] === 0x68 && bytes[at + 3] === 0x69 && bytes[at + 4] === 0x70 && bytes[at + 5] === 0x70 && bytes[at + 6] === 0x65 && bytes[at + 7] === 0x64 && bytes[at + 8] === 0x22) return at + 9;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x64 && bytes[at + 2] === 0x65 && bytes[at + 3] === 0x6c && bytes[at + 4] === 0x69 && bytes[at + 5] === 0x76 && bytes[at + 6] === 0x65 && bytes[at + 7] === 0x72 && bytes[at + 8] === 0x65 && bytes[at + 9] === 0x64 && bytes[at + 10] === 0x22) return at + 11;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x63 && bytes[at + 2] === 0x61 && bytes[at + 3] === 0x6e && bytes[at + 4] === 0x63 && bytes[at + 5] === 0x65 && bytes[at + 6] === 0x6c && bytes[at + 7] === 0x6c && bytes[at + 8] === 0x65 && bytes[at + 9] === 0x64 && bytes[at + 10] === 0x22) return at + 11;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x72 && bytes[at + 2] === 0x65 && bytes[at + 3] === 0x74 && bytes[at + 4] === 0x75 && bytes[at + 5] === 0x72 && bytes[at + 6] === 0x6e && bytes[at + 7] === 0x65 && bytes[at + 8] === 0x64 && bytes[at + 9] === 0x22) return at + 10;
  return next;
}
function object23(bytes, at) {
  if (bytes[at] !== 0x7b) return -1;
  let next = at + 1;
  let seen0 = 0;
  if (bytes[next] === 0x7d) next++;
  else for (;;) {
    if (bytes[next] !== 0x22) return -1;
    switch (bytes[next + 1]) {
      case 0x63:
        if (bytes[next + 2] === 0x69 && bytes[next + 3] === 0x74 && bytes[next + 4] === 0x79 && bytes[next + 5] === 0x22 && bytes[next + 6] === 0x3a) {
          if ((seen0 & 1) !== 0) return -1;
          seen0 |= 1;
          next += 7;
          while (bytes[next] === 0x20) next++;
          next = read.readText(bytes, next, 1, 100);
          break;
        }
        if (bytes[next + 2] === 0x6f && bytes[next + 3] === 0x75 && bytes[next + 4] === 0x6e && bytes[next + 5] === 0x74 && bytes[next + 6] === 0x72 && bytes[next + 7] === 0x79 && bytes[next + 8] === 0x22 && bytes[next + 9] === 0x3a) {
          if ((seen0 & 4) !== 0) return -1;
          seen0 |= 4;
          next += 10;
          while (bytes[next] === 0x20) next++;
          next = text9(bytes, next);
          break;
        }
        return -1;
      case 0x70:
        if (bytes[next + 2] === 0x6f && bytes[next + 3] === 0x73 && bytes[next + 4] === 0x74 && bytes[next + 5] === 0x61 && bytes[next + 6] === 0x6c && bytes[next + 7] === 0x43 && bytes[next + 8] === 0x6f && bytes[next + 9] === 0x64 && bytes[next + 10] === 0x65 && bytes[next + 11] === 0x22 && bytes[next + 12] === 0x3a) {
          if ((seen0 & 2) !== 0) return -1;
          seen0 |= 2;
          next += 13;
          while (bytes[next] === 0x20) next++;
          next = read.readText(bytes, next, 1, 16);
          break;
        }
        return -1;
      default: return -1;
    }
    if (next < 0) return -1;
    const code = bytes[next++];
    if (code === 0x7d) break;
    if (code !== 0x2c) return -1;
    while (bytes[next] === 0x20) next++;
  }
  if ((seen0 & 5) !== 5) return -1;
  return next;
}
function oneOf24(bytes, at) {
  let next = -1;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x63 && bytes[at + 2] === 0x61 && bytes[at + 3] === 0x72 && bytes[at + 4] === 0x64 && bytes[at + 5] === 0x22) return at + 6;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x62 && bytes[at + 2] === 0x61 && bytes[at + 3] === 0x6e && bytes[at + 4] === 0x6b && bytes[at + 5] === 0x2d && bytes[at + 6] === 0x74 && bytes[at + 7] === 0x72 && bytes[at + 8] === 0x61 && bytes[at + 9] === 0x6e && bytes[at + 10] === 0x73 && bytes[at + 11] === 0x66 && bytes[at + 12] === 0x65 && bytes[at + 13] === 0x72 && bytes[at + 14] === 0x22) return at + 15;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x77 && bytes[at + 2] === 0x61 && bytes[at + 3] === 0x6c && bytes[at + 4] === 0x6c && bytes[at + 5] === 0x65 && bytes[at + 6] === 0x74 && bytes[at + 7] === 0x22) return at + 8;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x69 && bytes[at + 2] === 0x6e && bytes[at + 3] === 0x76 && bytes[at + 4] === 0x6f && bytes[at + 5] === 0x69 && bytes[at + 6] === 0x63 && bytes[at + 7] === 0x65 && bytes[at + 8] === 0x22) return at + 9;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x67 && bytes[at + 2] === 0x69 && bytes[at + 3] === 0x66 && bytes[at + 4] === 0x74 && bytes[at + 5] === 0x2d && bytes[at + 6] === 0x63 && bytes[at + 7] === 0x61 && bytes[at + 8] === 0x72 && bytes[at + 9] === 0x64 && bytes[at + 10] === 0x22) return at + 11;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x63 && bytes[at + 2] === 0x61 && bytes[at + 3] === 0x73 && bytes[at + 4] === 0x68 && bytes[at + 5] === 0x22) return at + 6;
  return next;
}
function object25(bytes, at) {
  if (bytes[at] !== 0x7b) return -1;
  let next = at + 1;
  let seen0 = 0;
  if (bytes[next] === 0x7d) next++;
  else for (;;) {
    if (bytes[next] !== 0x22) return -1;
    switch (bytes[next + 1]) {
      case 0x70:
        if (bytes[next + 2] === 0x72 && bytes[next + 3] === 0x6f && bytes[next + 4] === 0x64 && bytes[next + 5] === 0x75 && bytes[next + 6] === 0x63 && bytes[next + 7] === 0x74 && bytes[next + 8] === 0x49 && bytes[next + 9] === 0x64 && bytes[next + 10] === 0x22 && bytes[next + 11] === 0x3a) {
          if ((seen0 & 1) !== 0) return -1;
          seen0 |= 1;
          next += 12;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x72 && bytes[next + 3] === 0x6f && bytes[next + 4] === 0x64 && bytes[next + 5] === 0x75 && bytes[next + 6] === 0x63 && bytes[next + 7] === 0x74 && bytes[next + 8] === 0x4e && bytes[next + 9] === 0x61 && bytes[next + 10] === 0x6d && bytes[next + 11] === 0x65 && bytes[next + 12] === 0x22 && bytes[next + 13] === 0x3a) {
          if ((seen0 & 4) !== 0) return -1;
          seen0 |= 4;
          next += 14;
          while (bytes[next] === 0x20) next++;
          next = read.readText(bytes, next, 1, 200);
          break;
        }
        return -1;
      case 0x73:
        if (bytes[next + 2] === 0x6b && bytes[next + 3] === 0x75 && bytes[next + 4] === 0x22 && bytes[next + 5] === 0x3a) {
          if ((seen0 & 2) !== 0) return -1;
          seen0 |= 2;
          next += 6;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        return -1;
      case 0x63:
        if (bytes[next + 2] === 0x61 && bytes[next + 3] === 0x74 && bytes[next + 4] === 0x65 && bytes[next + 5] === 0x67 && bytes[next + 6] === 0x6f && bytes[next + 7] === 0x72 && bytes[next + 8] === 0x79 && bytes[next + 9] === 0x22 && bytes[next + 10] === 0x3a) {
          if ((seen0 & 8) !== 0) return -1;
          seen0 |= 8;
          next += 11;
          while (bytes[next] === 0x20) next++;
          next = read.readText(bytes, next, 1, 64);
          break;
        }
        return -1;
      case 0x71:
        if (bytes[next + 2] === 0x75 && bytes[next + 3] === 0x61 && bytes[next + 4] === 0x6e && bytes[next + 5] === 0x74 && bytes[next + 6] === 0x69 && bytes[next + 7] === 0x74 && bytes[next + 8] === 0x79 && bytes[next + 9] === 0x22 && bytes[next + 10] === 0x3a) {
          if ((seen0 & 16) !== 0) return -1;
          seen0 |= 16;
          next += 11;
          while (bytes[next] === 0x20) next++;
          next = read.readInteger(bytes, next, 1, 10000);
          break;
        }
        return -1;
      case 0x75:
        if (bytes[next + 2] === 0x6e && bytes[next + 3] === 0x69 && bytes[next + 4] === 0x74 && bytes[next + 5] === 0x50 && bytes[next + 6] === 0x72 && bytes[next + 7] === 0x69 && bytes[next + 8] === 0x63 && bytes[next + 9] === 0x65 && bytes[next + 10] === 0x4d && bytes[next + 11] === 0x69 && bytes[next + 12] === 0x6e && bytes[next + 13] === 0x6f && bytes[next + 14] === 0x72 && bytes[next + 15] === 0x22 && bytes[next + 16] === 0x3a) {
          if ((seen0 & 32) !== 0) return -1;
          seen0 |= 32;
          next += 17;
          while (bytes[next] === 0x20) next++;
          next = read.readInteger(bytes, next, 0, 100000000);
          break;
        }
        return -1;
      case 0x64:
        if (bytes[next + 2] === 0x69 && bytes[next + 3] === 0x73 && bytes[next + 4] === 0x63 && bytes[next + 5] === 0x6f && bytes[next + 6] === 0x75 && bytes[next + 7] === 0x6e && bytes[next + 8] === 0x74 && bytes[next + 9] === 0x4d && bytes[next + 10] === 0x69 && bytes[next + 11] === 0x6e && bytes[next + 12] === 0x6f && bytes[next + 13] === 0x72 && bytes[next + 14] === 0x22 && bytes[next + 15] === 0x3a) {
          if ((seen0 & 64) !== 0) return -1;
          seen0 |= 64;
          next += 16;
          while (bytes[next] === 0x20) next++;
          next = read.readInteger(bytes, next, 0, 1000000000000);
          break;
        }
        return -1;
      default: return -1;
    }
    if (next < 0) return -1;
    const code = bytes[next++];
    if (code === 0x7d) break;
    if (code !== 0x2c) return -1;
    while (bytes[next] === 0x20) next++;
  }
  if ((seen0 & 51) !== 51) return -1;
  return next;
}
function array26(bytes, at) {
  if (bytes[at] !== 0x5b) return -1;
  let next = at + 1;
  if (bytes[next] === 0x5d) return -1;
  for (let count = 1; ; count++) {
    next = object25(bytes, next);
    if (next < 0 || count > 100) return -1;
    const code = bytes[next++];
    if (code === 0x5d) return count < 1 ? -1 : next;
    if (code !== 0x2c) return -1;
    while (bytes[next] === 0x20) next++;
  }
}
function object27(bytes, at) {
  if (bytes[at] !== 0x7b) return -1;
  let next = at + 1;
  let seen0 = 0;
  if (bytes[next] === 0x7d) next++;
  else for (;;) {
    if (bytes[next] !== 0x22) return -1;
    switch (bytes[next + 1]) {
      case 0x73:
        if (bytes[next + 2] === 0x75 && bytes[next + 3] === 0x62 && bytes[next + 4] === 0x74 && bytes[next + 5] === 0x6f && bytes[next + 6] === 0x74 && bytes[next + 7] === 0x61 && bytes[next + 8] === 0x6c && bytes[next + 9] === 0x4d && bytes[next + 10] === 0x69 && bytes[next + 11] === 0x6e && bytes[next + 12] === 0x6f && bytes[next + 13] === 0x72 && bytes[next + 14] === 0x22 && bytes[next + 15] === 0x3a) {
          if ((seen0 & 1) !== 0) return -1;
          seen0 |= 1;
          next += 16;
          while (bytes[next] === 0x20) next++;
          next = read.readInteger(bytes, next, 0, 1000000000000);
          break;
        }
        if (bytes[next + 2] === 0x68 && bytes[next + 3] === 0x69 && bytes[next + 4] === 0x70 && bytes[next + 5] === 0x70 && bytes[next + 6] === 0x69 && bytes[next + 7] === 0x6e && bytes[next + 8] === 0x67 && bytes[next + 9] === 0x4d && bytes[next + 10] === 0x69 && bytes[next + 11] === 0x6e && bytes[next + 12] === 0x6f && bytes[next + 13] === 0x72 && bytes[next + 14] === 0x22 && bytes[next + 15] === 0x3a) {
          if ((seen0 & 4) !== 0) return -1;
          seen0 |= 4;
          next += 16;
          while (bytes[next] === 0x20) next++;
          next = read.readInteger(bytes, next, 0, 1000000000000);
          break;
        }
        return -1;
      case 0x64:
        if (bytes[next + 2] === 0x69 && bytes[next + 3] === 0x73 && bytes[next + 4] === 0x63 && bytes[next + 5] === 0x6f && bytes[next + 6] === 0x75 && bytes[next + 7] === 0x6e && bytes[next + 8] === 0x74 && bytes[next + 9] === 0x4d && bytes[next + 10] === 0x69 && bytes[next + 11] === 0x6e && bytes[next + 12] === 0x6f && bytes[next + 13] === 0x72 && bytes[next + 14] === 0x22 && bytes[next + 15] === 0x3a) {
          if ((seen0 & 2) !== 0) return -1;
          seen0 |= 2;
          next += 16;
          while (bytes[next] === 0x20) next++;
          next = read.readInteger(bytes, next, 0, 1000000000000);
          break;
        }
        return -1;
      case 0x74:
        if (bytes[next + 2] === 0x61 && bytes[next + 3] === 0x78 && bytes[next + 4] === 0x4d && bytes[next + 5] === 0x69 && bytes[next + 6] === 0x6e && bytes[next + 7] === 0x6f && bytes[next + 8] === 0x72 && bytes[next + 9] === 0x22 && bytes[next + 10] === 0x3a) {
          if ((seen0 & 8) !== 0) return -1;
          seen0 |= 8;
          next += 11;
          while (bytes[next] === 0x20) next++;
          next = read.readInteger(bytes, next, 0, 1000000000000);
          break;
        }
        if (bytes[next + 2] === 0x6f && bytes[next + 3] === 0x74 && bytes[next + 4] === 0x61 && bytes[next + 5] === 0x6c && bytes[next + 6] === 0x4d && bytes[next + 7] === 0x69 && bytes[next + 8] === 0x6e && bytes[next + 9] === 0x6f && bytes[next + 10] === 0x72 && bytes[next + 11] === 0x22 && bytes[next + 12] === 0x3a) {
          if ((seen0 & 16) !== 0) return -1;
          seen0 |= 16;
          next += 13;
          while (bytes[next] === 0x20) next++;
          next = read.readInteger(bytes, next, 0, 1000000000000);
          break;
        }
        return -1;
      default: return -1;
    }
    if (next < 0) return -1;
    const code = bytes[next++];
    if (code === 0x7d) break;
    if (code !== 0x2c) return -1;
    while (bytes[next] === 0x20) next++;
  }
  if ((seen0 & 31) !== 31) return -1;
  return next;
}
function object28(bytes, at) {
  if (bytes[at] !== 0x7b) return -1;
  let next = at + 1;
  let seen0 = 0;
  if (bytes[next] === 0x7d) next++;
  else for (;;) {
    if (bytes[next] !== 0x22) return -1;
    switch (bytes[next + 1]) {
      case 0x6f:
        if (bytes[next + 2] === 0x72 && bytes[next + 3] === 0x64 && bytes[next + 4] === 0x65 && bytes[next + 5] === 0x72 && bytes[next + 6] === 0x45 && bytes[next + 7] === 0x76 && bytes[next + 8] === 0x65 && bytes[next + 9] === 0x6e && bytes[next + 10] === 0x74 && bytes[next + 11] === 0x49 && bytes[next + 12] === 0x64 && bytes[next + 13] === 0x22 && bytes[next + 14] === 0x3a) {
          if ((seen0 & 1) !== 0) return -1;
          seen0 |= 1;
          next += 15;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x72 && bytes[next + 3] === 0x64 && bytes[next + 4] === 0x65 && bytes[next + 5] === 0x72 && bytes[next + 6] === 0x49 && bytes[next + 7] === 0x64 && bytes[next + 8] === 0x22 && bytes[next + 9] === 0x3a) {
          if ((seen0 & 2) !== 0) return -1;
          seen0 |= 2;
          next += 10;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x63 && bytes[next + 3] === 0x63 && bytes[next + 4] === 0x75 && bytes[next + 5] === 0x72 && bytes[next + 6] === 0x72 && bytes[next + 7] === 0x65 && bytes[next + 8] === 0x64 && bytes[next + 9] === 0x41 && bytes[next + 10] === 0x74 && bytes[next + 11] === 0x22 && bytes[next + 12] === 0x3a) {
          if ((seen0 & 16) !== 0) return -1;
          seen0 |= 16;
          next += 13;
          while (bytes[next] === 0x20) next++;
          next = read.readDateTime(bytes, next);
          break;
        }
        return -1;
      case 0x63:
        if (bytes[next + 2] === 0x75 && bytes[next + 3] === 0x73 && bytes[next + 4] === 0x74 && bytes[next + 5] === 0x6f && bytes[next + 6] === 0x6d && bytes[next + 7] === 0x65 && bytes[next + 8] === 0x72 && bytes[next + 9] === 0x49 && bytes[next + 10] === 0x64 && bytes[next + 11] === 0x22 && bytes[next + 12] === 0x3a) {
          if ((seen0 & 4) !== 0) return -1;
          seen0 |= 4;
          next += 13;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x68 && bytes[next + 3] === 0x61 && bytes[next + 4] === 0x6e && bytes[next + 5] === 0x6e && bytes[next + 6] === 0x65 && bytes[next + 7] === 0x6c && bytes[next + 8] === 0x22 && bytes[next + 9] === 0x3a) {
          if ((seen0 & 128) !== 0) return -1;
          seen0 |= 128;
          next += 10;
          while (bytes[next] === 0x20) next++;
          next = oneOf20(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x75 && bytes[next + 3] === 0x72 && bytes[next + 4] === 0x72 && bytes[next + 5] === 0x65 && bytes[next + 6] === 0x6e && bytes[next + 7] === 0x63 && bytes[next + 8] === 0x79 && bytes[next + 9] === 0x22 && bytes[next + 10] === 0x3a) {
          if ((seen0 & 256) !== 0) return -1;
          seen0 |= 256;
          next += 11;
          while (bytes[next] === 0x20) next++;
          next = oneOf21(bytes, next);
          break;
        }
        return -1;
      case 0x73:
        if (bytes[next + 2] === 0x65 && bytes[next + 3] === 0x73 && bytes[next + 4] === 0x73 && bytes[next + 5] === 0x69 && bytes[next + 6] === 0x6f && bytes[next + 7] === 0x6e && bytes[next + 8] === 0x49 && bytes[next + 9] === 0x64 && bytes[next + 10] === 0x22 && bytes[next + 11] === 0x3a) {
          if ((seen0 & 8) !== 0) return -1;
          seen0 |= 8;
          next += 12;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x74 && bytes[next + 3] === 0x61 && bytes[next + 4] === 0x74 && bytes[next + 5] === 0x75 && bytes[next + 6] === 0x73 && bytes[next + 7] === 0x22 && bytes[next + 8] === 0x3a) {
          if ((seen0 & 64) !== 0) return -1;
          seen0 |= 64;
          next += 9;
          while (bytes[next] === 0x20) next++;
          next = oneOf22(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x68 && bytes[next + 3] === 0x69 && bytes[next + 4] === 0x70 && bytes[next + 5] === 0x70 && bytes[next + 6] === 0x69 && bytes[next + 7] === 0x6e && bytes[next + 8] === 0x67 && bytes[next + 9] === 0x41 && bytes[next + 10] === 0x64 && bytes[next + 11] === 0x64 && bytes[next + 12] === 0x72 && bytes[next + 13] === 0x65 && bytes[next + 14] === 0x73 && bytes[next + 15] === 0x73 && bytes[next + 16] === 0x22 && bytes[next + 17] === 0x3a) {
          if ((seen0 & 4096) !== 0) return -1;
          seen0 |= 4096;
          next += 18;
          while (bytes[next] === 0x20) next++;
          next = object23(bytes, next);
          break;
        }
        return -1;
      case 0x70:
        if (bytes[next + 2] === 0x6c && bytes[next + 3] === 0x61 && bytes[next + 4] === 0x63 && bytes[next + 5] === 0x65 && bytes[next + 6] === 0x64 && bytes[next + 7] === 0x41 && bytes[next + 8] === 0x74 && bytes[next + 9] === 0x22 && bytes[next + 10] === 0x3a) {
          if ((seen0 & 32) !== 0) return -1;
          seen0 |= 32;
          next += 11;
          while (bytes[next] === 0x20) next++;
          next = read.readDateTime(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x61 && bytes[next + 3] === 0x79 && bytes[next + 4] === 0x6d && bytes[next + 5] === 0x65 && bytes[next + 6] === 0x6e && bytes[next + 7] === 0x74 && bytes[next + 8] === 0x4d && bytes[next + 9] === 0x65 && bytes[next + 10] === 0x74 && bytes[next + 11] === 0x68 && bytes[next + 12] === 0x6f && bytes[next + 13] === 0x64 && bytes[next + 14] === 0x22 && bytes[next + 15] === 0x3a) {
          if ((seen0 & 2048) !== 0) return -1;
          seen0 |= 2048;
          next += 16;
          while (bytes[next] === 0x20) next++;
          next = oneOf24(bytes, next);
          break;
        }
        return -1;
      case 0x6c:
        if (bytes[next + 2] === 0x69 && bytes[next + 3] === 0x6e && bytes[next + 4] === 0x65 && bytes[next + 5] === 0x73 && bytes[next + 6] === 0x22 && bytes[next + 7] === 0x3a) {
          if ((seen0 & 512) !== 0) return -1;
          seen0 |= 512;
          next += 8;
          while (bytes[next] === 0x20) next++;
          next = array26(bytes, next);
          break;
        }
        return -1;
      case 0x61:
        if (bytes[next + 2] === 0x6d && bytes[next + 3] === 0x6f && bytes[next + 4] === 0x75 && bytes[next + 5] === 0x6e && bytes[next + 6] === 0x74 && bytes[next + 7] === 0x73 && bytes[next + 8] === 0x22 && bytes[next + 9] === 0x3a) {
          if ((seen0 & 1024) !== 0) return -1;
          seen0 |= 1024;
          next += 10;
          while (bytes[next] === 0x20) next++;
          next = object27(bytes, next);
          break;
        }
        return -1;
      default: return -1;
    }
    if (next < 0) return -1;
    const code = bytes[next++];
    if (code === 0x7d) break;
    if (code !== 0x2c) return -1;
    while (bytes[next] === 0x20) next++;
  }
  if ((seen0 & 8055) !== 8055) return -1;
  return next;
}
function oneOf29(bytes, at) {
  let next = -1;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x73 && bytes[at + 2] === 0x65 && bytes[at + 3] === 0x6e && bytes[at + 4] === 0x73 && bytes[at + 5] === 0x6f && bytes[at + 6] === 0x72 && bytes[at + 7] === 0x22) return at + 8;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x67 && bytes[at + 2] === 0x61 && bytes[at + 3] === 0x74 && bytes[at + 4] === 0x65 && bytes[at + 5] === 0x77 && bytes[at + 6] === 0x61 && bytes[at + 7] === 0x79 && bytes[at + 8] === 0x22) return at + 9;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x74 && bytes[at + 2] === 0x72 && bytes[at + 3] === 0x61 && bytes[at + 4] === 0x63 && bytes[at + 5] === 0x6b && bytes[at + 6] === 0x65 && bytes[at + 7] === 0x72 && bytes[at + 8] === 0x22) return at + 9;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x77 && bytes[at + 2] === 0x65 && bytes[at + 3] === 0x61 && bytes[at + 4] === 0x74 && bytes[at + 5] === 0x68 && bytes[at + 6] === 0x65 && bytes[at + 7] === 0x72 && bytes[at + 8] === 0x2d && bytes[at + 9] === 0x73 && bytes[at + 10] === 0x74 && bytes[at + 11] === 0x61 && bytes[at + 12] === 0x74 && bytes[at + 13] === 0x69 && bytes[at + 14] === 0x6f && bytes[at + 15] === 0x6e && bytes[at + 16] === 0x22) return at + 17;
  return next;
}
function object30(bytes, at) {
  if (bytes[at] !== 0x7b) return -1;
  let next = at + 1;
  let seen0 = 0;
  let count = 0;
  if (bytes[next] === 0x7d) next++;
  else for (;;) {
    if (bytes[next] !== 0x22) return -1;
    switch (bytes[next + 1]) {
      case 0x74:
        if (bytes[next + 2] === 0x65 && bytes[next + 3] === 0x6d && bytes[next + 4] === 0x70 && bytes[next + 5] === 0x65 && bytes[next + 6] === 0x72 && bytes[next + 7] === 0x61 && bytes[next + 8] === 0x74 && bytes[next + 9] === 0x75 && bytes[next + 10] === 0x72 && bytes[next + 11] === 0x65 && bytes[next + 12] === 0x43 && bytes[next + 13] === 0x65 && bytes[next + 14] === 0x6c && bytes[next + 15] === 0x73 && bytes[next + 16] === 0x69 && bytes[next + 17] === 0x75 && bytes[next + 18] === 0x73 && bytes[next + 19] === 0x22 && bytes[next + 20] === 0x3a) {
          if ((seen0 & 1) !== 0) return -1;
          seen0 |= 1;
          next += 21;
          while (bytes[next] === 0x20) next++;
          next = read.readNumber(bytes, next, -100, 200);
          break;
        }
        return -1;
      case 0x68:
        if (bytes[next + 2] === 0x75 && bytes[next + 3] === 0x6d && bytes[next + 4] === 0x69 && bytes[next + 5] === 0x64 && bytes[next + 6] === 0x69 && bytes[next + 7] === 0x74 && bytes[next + 8] === 0x79 && bytes[next + 9] === 0x50 && bytes[next + 10] === 0x65 && bytes[next + 11] === 0x72 && bytes[next + 12] === 0x63 && bytes[next + 13] === 0x65 && bytes[next + 14] === 0x6e && bytes[next + 15] === 0x74 && bytes[next + 16] === 0x22 && bytes[next + 17] === 0x3a) {
          if ((seen0 & 2) !== 0) return -1;
          seen0 |= 2;
          next += 18;
          while (bytes[next] === 0x20) next++;
          next = read.readNumber(bytes, next, 0, 100);
          break;
        }
        return -1;
      case 0x70:
        if (bytes[next + 2] === 0x72 && bytes[next + 3] === 0x65 && bytes[next + 4] === 0x73 && bytes[next + 5] === 0x73 && bytes[next + 6] === 0x75 && bytes[next + 7] === 0x72 && bytes[next + 8] === 0x65 && bytes[next + 9] === 0x48 && bytes[next + 10] === 0x65 && bytes[next + 11] === 0x63 && bytes[next + 12] === 0x74 && bytes[next + 13] === 0x6f && bytes[next + 14] === 0x70 && bytes[next + 15] === 0x61 && bytes[next + 16] === 0x73 && bytes[next + 17] === 0x63 && bytes[next + 18] === 0x61 && bytes[next + 19] === 0x6c && bytes[next + 20] === 0x22 && bytes[next + 21] === 0x3a) {
          if ((seen0 & 4) !== 0) return -1;
          seen0 |= 4;
          next += 22;
          while (bytes[next] === 0x20) next++;
          next = read.readNumber(bytes, next, 300, 1100);
          break;
        }
        if (bytes[next + 2] === 0x72 && bytes[next + 3] === 0x65 && bytes[next + 4] === 0x63 && bytes[next + 5] === 0x69 && bytes[next + 6] === 0x70 && bytes[next + 7] === 0x69 && bytes[next + 8] === 0x74 && bytes[next + 9] === 0x61 && bytes[next + 10] === 0x74 && bytes[next + 11] === 0x69 && bytes[next + 12] === 0x6f && bytes[next + 13] === 0x6e && bytes[next + 14] === 0x4d && bytes[next + 15] === 0x69 && bytes[next + 16] === 0x6c && bytes[next + 17] === 0x6c && bytes[next + 18] === 0x69 && bytes[next + 19] === 0x6d && bytes[next + 20] === 0x65 && bytes[next + 21] === 0x74 && bytes[next + 22] === 0x72 && bytes[next + 23] === 0x65 && bytes[next + 24] === 0x73 && bytes[next + 25] === 0x22 && bytes[next + 26] === 0x3a) {
          if ((seen0 & 16) !== 0) return -1;
          seen0 |= 16;
          next += 27;
          while (bytes[next] === 0x20) next++;
          next = read.readNumber(bytes, next, 0, 500);
          break;
        }
        if (bytes[next + 2] === 0x6f && bytes[next + 3] === 0x77 && bytes[next + 4] === 0x65 && bytes[next + 5] === 0x72 && bytes[next + 6] === 0x57 && bytes[next + 7] === 0x61 && bytes[next + 8] === 0x74 && bytes[next + 9] === 0x74 && bytes[next + 10] === 0x73 && bytes[next + 11] === 0x22 && bytes[next + 12] === 0x3a) {
          if ((seen0 & 64) !== 0) return -1;
          seen0 |= 64;
          next += 13;
          while (bytes[next] === 0x20) next++;
          next = read.readNumber(bytes, next, 0, 1000000);
          break;
        }
        return -1;
      case 0x77:
        if (bytes[next + 2] === 0x69 && bytes[next + 3] === 0x6e && bytes[next + 4] === 0x64 && bytes[next + 5] === 0x53 && bytes[next + 6] === 0x70 && bytes[next + 7] === 0x65 && bytes[next + 8] === 0x65 && bytes[next + 9] === 0x64 && bytes[next + 10] === 0x4d && bytes[next + 11] === 0x65 && bytes[next + 12] === 0x74 && bytes[next + 13] === 0x72 && bytes[next + 14] === 0x65 && bytes[next + 15] === 0x73 && bytes[next + 16] === 0x50 && bytes[next + 17] === 0x65 && bytes[next + 18] === 0x72 && bytes[next + 19] === 0x53 && bytes[next + 20] === 0x65 && bytes[next + 21] === 0x63 && bytes[next + 22] === 0x6f && bytes[next + 23] === 0x6e && bytes[next + 24] === 0x64 && bytes[next + 25] === 0x22 && bytes[next + 26] === 0x3a) {
          if ((seen0 & 8) !== 0) return -1;
          seen0 |= 8;
          next += 27;
          while (bytes[next] === 0x20) next++;
          next = read.readNumber(bytes, next, 0, 120);
          break;
        }
        return -1;
      case 0x76:
        if (bytes[next + 2] === 0x69 && bytes[next + 3] === 0x62 && bytes[next + 4] === 0x72 && bytes[next + 5] === 0x61 && bytes[next + 6] === 0x74 && bytes[next + 7] === 0x69 && bytes[next + 8] === 0x6f && bytes[next + 9] === 0x6e && bytes[next + 10] === 0x4d && bytes[next + 11] === 0x69 && bytes[next + 12] === 0x6c && bytes[next + 13] === 0x6c && bytes[next + 14] === 0x69 && bytes[next + 15] === 0x6d && bytes[next + 16] === 0x65 && bytes[next + 17] === 0x74 && bytes[next + 18] === 0x72 && bytes[next + 19] === 0x65 && bytes[next + 20] === 0x73 && bytes[next + 21] === 0x50 && bytes[next + 22] === 0x65 && bytes[next + 23] === 0x72 && bytes[next + 24] === 0x53 && bytes[next + 25] === 0x65 && bytes[next + 26] === 0x63 && bytes[next + 27] === 0x6f && bytes[next + 28] === 0x6e && bytes[next + 29] === 0x64 && bytes[next + 30] === 0x22 && bytes[next + 31] === 0x3a) {
          if ((seen0 & 32) !== 0) return -1;
          seen0 |= 32;
          next += 32;
          while (bytes[next] === 0x20) next++;
          next = read.readNumber(bytes, next, 0, 200);
          break;
        }
        return -1;
      case 0x62:
        if (bytes[next + 2] === 0x61 && bytes[next + 3] === 0x74 && bytes[next + 4] === 0x74 && bytes[next + 5] === 0x65 && bytes[next + 6] === 0x72 && bytes[next + 7] === 0x79 && bytes[next + 8] === 0x50 && bytes[next + 9] === 0x65 && bytes[next + 10] === 0x72 && bytes[next + 11] === 0x63 && bytes[next + 12] === 0x65 && bytes[next + 13] === 0x6e && bytes[next + 14] === 0x74 && bytes[next + 15] === 0x22 && bytes[next + 16] === 0x3a) {
          if ((seen0 & 128) !== 0) return -1;
          seen0 |= 128;
          next += 17;
          while (bytes[next] === 0x20) next++;
          next = read.readNumber(bytes, next, 0, 100);
          break;
        }
        return -1;
      case 0x73:
        if (bytes[next + 2] === 0x69 && bytes[next + 3] === 0x67 && bytes[next + 4] === 0x6e && bytes[next + 5] === 0x61 && bytes[next + 6] === 0x6c && bytes[next + 7] === 0x44 && bytes[next + 8] === 0x65 && bytes[next + 9] === 0x63 && bytes[next + 10] === 0x69 && bytes[next + 11] === 0x62 && bytes[next + 12] === 0x65 && bytes[next + 13] === 0x6c && bytes[next + 14] === 0x4d && bytes[next + 15] === 0x69 && bytes[next + 16] === 0x6c && bytes[next + 17] === 0x6c && bytes[next + 18] === 0x69 && bytes[next + 19] === 0x77 && bytes[next + 20] === 0x61 && bytes[next + 21] === 0x74 && bytes[next + 22] === 0x74 && bytes[next + 23] === 0x73 && bytes[next + 24] === 0x22 && bytes[next + 25] === 0x3a) {
          if ((seen0 & 256) !== 0) return -1;
          seen0 |= 256;
          next += 26;
          while (bytes[next] === 0x20) next++;
          next = read.readNumber(bytes, next, -150, 0);
          break;
        }
        return -1;
      default: return -1;
    }
    if (next < 0) return -1;
    count++;
    const code = bytes[next++];
    if (code === 0x7d) break;
    if (code !== 0x2c) return -1;
    while (bytes[next] === 0x20) next++;
  }
  if (count < 1) return -1;
  return next;
}
function object31(bytes, at) {
  if (bytes[at] !== 0x7b) return -1;
  let next = at + 1;
  let seen0 = 0;
  if (bytes[next] === 0x7d) next++;
  else for (;;) {
    if (bytes[next] !== 0x22) return -1;
    switch (bytes[next + 1]) {
      case 0x73:
        if (bytes[next + 2] === 0x69 && bytes[next + 3] === 0x74 && bytes[next + 4] === 0x65 && bytes[next + 5] === 0x43 && bytes[next + 6] === 0x6f && bytes[next + 7] === 0x64 && bytes[next + 8] === 0x65 && bytes[next + 9] === 0x22 && bytes[next + 10] === 0x3a) {
          if ((seen0 & 1) !== 0) return -1;
          seen0 |= 1;
          next += 11;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        return -1;
      case 0x6e:
        if (bytes[next + 2] === 0x61 && bytes[next + 3] === 0x6d && bytes[next + 4] === 0x65 && bytes[next + 5] === 0x22 && bytes[next + 6] === 0x3a) {
          if ((seen0 & 2) !== 0) return -1;
          seen0 |= 2;
          next += 7;
          while (bytes[next] === 0x20) next++;
          next = read.readText(bytes, next, 1, 120);
          break;
        }
        return -1;
      case 0x63:
        if (bytes[next + 2] === 0x6f && bytes[next + 3] === 0x75 && bytes[next + 4] === 0x6e && bytes[next + 5] === 0x74 && bytes[next + 6] === 0x72 && bytes[next + 7] === 0x79 && bytes[next + 8] === 0x22 && bytes[next + 9] === 0x3a) {
          if ((seen0 & 4) !== 0) return -1;
          seen0 |= 4;
          next += 10;
          while (bytes[next] === 0x20) next++;
          next = text9(bytes, next);
          break;
        }
        return -1;
      case 0x6c:
        if (bytes[next + 2] === 0x61 && bytes[next + 3] === 0x74 && bytes[next + 4] === 0x69 && bytes[next + 5] === 0x74 && bytes[next + 6] === 0x75 && bytes[next + 7] === 0x64 && bytes[next + 8] === 0x65 && bytes[next + 9] === 0x22 && bytes[next + 10] === 0x3a) {
          if ((seen0 & 8) !== 0) return -1;
          seen0 |= 8;
          next += 11;
          while (bytes[next] === 0x20) next++;
          next = read.readNumber(bytes, next, -90, 90);
          break;
        }
        if (bytes[next + 2] === 0x6f && bytes[next + 3] === 0x6e && bytes[next + 4] === 0x67 && bytes[next + 5] === 0x69 && bytes[next + 6] === 0x74 && bytes[next + 7] === 0x75 && bytes[next + 8] === 0x64 && bytes[next + 9] === 0x65 && bytes[next + 10] === 0x22 && bytes[next + 11] === 0x3a) {
          if ((seen0 & 16) !== 0) return -1;
          seen0 |= 16;
          next += 12;
          while (bytes[next] === 0x20) next++;
          next = read.readNumber(bytes, next, -180, 180);
          break;
        }
        return -1;
      default: return -1;
    }
    if (next < 0) return -1;
    const code = bytes[next++];
    if (code === 0x7d) break;
    if (code !== 0x2c) return -1;
    while (bytes[next] === 0x20) next++;
  }
  if ((seen0 & 29) !== 29) return -1;
  return next;
}
function oneOf32(bytes, at) {
  let next = -1;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x6f && bytes[at + 2] === 0x6b && bytes[at + 3] === 0x22) return at + 4;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x64 && bytes[at + 2] === 0x65 && bytes[at + 3] === 0x67 && bytes[at + 4] === 0x72 && bytes[at + 5] === 0x61 && bytes[at + 6] === 0x64 && bytes[at + 7] === 0x65 && bytes[at + 8] === 0x64 && bytes[at + 9] === 0x22) return at + 10;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x66 && bytes[at + 2] === 0x61 && bytes[at + 3] === 0x75 && bytes[at + 4] === 0x6c && bytes[at + 5] === 0x74 && bytes[at + 6] === 0x22) return at + 7;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x6d && bytes[at + 2] === 0x61 && bytes[at + 3] === 0x69 && bytes[at + 4] === 0x6e && bytes[at + 5] === 0x74 && bytes[at + 6] === 0x65 && bytes[at + 7] === 0x6e && bytes[at + 8] === 0x61 && bytes[at + 9] === 0x6e && bytes[at + 10] === 0x63 && bytes[at + 11] === 0x65 && bytes[at + 12] === 0x22) return at + 13;
  return next;
}
function object33(bytes, at) {
  if (bytes[at] !== 0x7b) return -1;
  let next = at + 1;
  let seen0 = 0;
  if (bytes[next] === 0x7d) next++;
  else for (;;) {
    if (bytes[next] !== 0x22) return -1;
    switch (bytes[next + 1]) {
      case 0x72:
        if (bytes[next + 2] === 0x65 && bytes[next + 3] === 0x61 && bytes[next + 4] === 0x64 && bytes[next + 5] === 0x69 && bytes[next + 6] === 0x6e && bytes[next + 7] === 0x67 && bytes[next + 8] === 0x49 && bytes[next + 9] === 0x64 && bytes[next + 10] === 0x22 && bytes[next + 11] === 0x3a) {
          if ((seen0 & 1) !== 0) return -1;
          seen0 |= 1;
          next += 12;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        return -1;
      case 0x64:
        if (bytes[next + 2] === 0x65 && bytes[next + 3] === 0x76 && bytes[next + 4] === 0x69 && bytes[next + 5] === 0x63 && bytes[next + 6] === 0x65 && bytes[next + 7] === 0x49 && bytes[next + 8] === 0x64 && bytes[next + 9] === 0x22 && bytes[next + 10] === 0x3a) {
          if ((seen0 & 2) !== 0) return -1;
          seen0 |= 2;
          next += 11;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x65 && bytes[next + 3] === 0x76 && bytes[next + 4] === 0x69 && bytes[next + 5] === 0x63 && bytes[next + 6] === 0x65 && bytes[next + 7] === 0x4b && bytes[next + 8] === 0x69 && bytes[next + 9] === 0x6e && bytes[next + 10] === 0x64 && bytes[next + 11] === 0x22 && bytes[next + 12] === 0x3a) {
          if ((seen0 & 4) !== 0) return -1;
          seen0 |= 4;
          next += 13;
          while (bytes[next] === 0x20) next++;
          next = oneOf29(bytes, next);
          break;
        }
        return -1;
      case 0x6d:
        if (bytes[next + 2] === 0x65 && bytes[next + 3] === 0x61 && bytes[next + 4] === 0x73 && bytes[next + 5] === 0x75 && bytes[next + 6] === 0x72 && bytes[next + 7] === 0x65 && bytes[next + 8] === 0x64 && bytes[next + 9] === 0x41 && bytes[next + 10] === 0x74 && bytes[next + 11] === 0x22 && bytes[next + 12] === 0x3a) {
          if ((seen0 & 8) !== 0) return -1;
          seen0 |= 8;
          next += 13;
          while (bytes[next] === 0x20) next++;
          next = read.readDateTime(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x65 && bytes[next + 3] === 0x74 && bytes[next + 4] === 0x72 && bytes[next + 5] === 0x69 && bytes[next + 6] === 0x63 && bytes[next + 7] === 0x73 && bytes[next + 8] === 0x22 && bytes[next + 9] === 0x3a) {
          if ((seen0 & 32) !== 0) return -1;
          seen0 |= 32;
          next += 10;
          while (bytes[next] === 0x20) next++;
          next = object30(bytes, next);
          break;
        }
        return -1;
      case 0x73:
        if (bytes[next + 2] === 0x69 && bytes[next + 3] === 0x74 && bytes[next + 4] === 0x65 && bytes[next + 5] === 0x22 && bytes[next + 6] === 0x3a) {
          if ((seen0 & 16) !== 0) return -1;
          seen0 |= 16;
          next += 7;
          while (bytes[next] === 0x20) next++;
          next = object31(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x74 && bytes[next + 3] === 0x61 && bytes[next + 4] === 0x74 && bytes[next + 5] === 0x75 && bytes[next + 6] === 0x73 && bytes[next + 7] === 0x22 && bytes[next + 8] === 0x3a) {
          if ((seen0 & 128) !== 0) return -1;
          seen0 |= 128;
          next += 9;
          while (bytes[next] === 0x20) next++;
          next = oneOf32(bytes, next);
          break;
        }
        return -1;
      case 0x66:
        if (bytes[next + 2] === 0x69 && bytes[next + 3] === 0x72 && bytes[next + 4] === 0x6d && bytes[next + 5] === 0x77 && bytes[next + 6] === 0x61 && bytes[next + 7] === 0x72 && bytes[next + 8] === 0x65 && bytes[next + 9] === 0x22 && bytes[next + 10] === 0x3a) {
          if ((seen0 & 64) !== 0) return -1;
          seen0 |= 64;
          next += 11;
          while (bytes[next] === 0x20) next++;
          next = read.readText(bytes, next, 1, 32);
          break;
        }
        return -1;
      default: return -1;
    }
    if (next < 0) return -1;
    const code = bytes[next++];
    if (code === 0x7d) break;
    if (code !== 0x2c) return -1;
    while (bytes[next] === 0x20) next++;
  }
  if ((seen0 & 187) !== 187) return -1;
  return next;
}
function oneOf34(bytes, at) {
  let next = -1;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x63 && bytes[at + 2] === 0x72 && bytes[at + 3] === 0x65 && bytes[at + 4] === 0x61 && bytes[at + 5] === 0x74 && bytes[at + 6] === 0x65 && bytes[at + 7] === 0x64 && bytes[at + 8] === 0x22) return at + 9;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x64 && bytes[at + 2] === 0x65 && bytes[at + 3] === 0x70 && bytes[at + 4] === 0x61 && bytes[at + 5] === 0x72 && bytes[at + 6] === 0x74 && bytes[at + 7] === 0x65 && bytes[at + 8] === 0x64 && bytes[at + 9] === 0x22) return at + 10;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x69 && bytes[at + 2] === 0x6e && bytes[at + 3] === 0x2d && bytes[at + 4] === 0x74 && bytes[at + 5] === 0x72 && bytes[at + 6] === 0x61 && bytes[at + 7] === 0x6e && bytes[at + 8] === 0x73 && bytes[at + 9] === 0x69 && bytes[at + 10] === 0x74 && bytes[at + 11] === 0x22) return at + 12;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x61 && bytes[at + 2] === 0x72 && bytes[at + 3] === 0x72 && bytes[at + 4] === 0x69 && bytes[at + 5] === 0x76 && bytes[at + 6] === 0x65 && bytes[at + 7] === 0x64 && bytes[at + 8] === 0x22) return at + 9;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x64 && bytes[at + 2] === 0x65 && bytes[at + 3] === 0x6c && bytes[at + 4] === 0x69 && bytes[at + 5] === 0x76 && bytes[at + 6] === 0x65 && bytes[at + 7] === 0x72 && bytes[at + 8] === 0x65 && bytes[at + 9] === 0x64 && bytes[at + 10] === 0x22) return at + 11;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x66 && bytes[at + 2] === 0x61 && bytes[at + 3] === 0x69 && bytes[at + 4] === 0x6c && bytes[at + 5] === 0x65 && bytes[at + 6] === 0x64 && bytes[at + 7] === 0x22) return at + 8;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x72 && bytes[at + 2] === 0x65 && bytes[at + 3] === 0x74 && bytes[at + 4] === 0x75 && bytes[at + 5] === 0x72 && bytes[at + 6] === 0x6e && bytes[at + 7] === 0x65 && bytes[at + 8] === 0x64 && bytes[at + 9] === 0x22) return at + 10;
  return next;
}
function object35(bytes, at) {
  if (bytes[at] !== 0x7b) return -1;
  let next = at + 1;
  let seen0 = 0;
  if (bytes[next] === 0x7d) next++;
  else for (;;) {
    if (bytes[next] !== 0x22) return -1;
    switch (bytes[next + 1]) {
      case 0x73:
        if (bytes[next + 2] === 0x69 && bytes[next + 3] === 0x74 && bytes[next + 4] === 0x65 && bytes[next + 5] === 0x43 && bytes[next + 6] === 0x6f && bytes[next + 7] === 0x64 && bytes[next + 8] === 0x65 && bytes[next + 9] === 0x22 && bytes[next + 10] === 0x3a) {
          if ((seen0 & 1) !== 0) return -1;
          seen0 |= 1;
          next += 11;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        return -1;
      case 0x63:
        if (bytes[next + 2] === 0x69 && bytes[next + 3] === 0x74 && bytes[next + 4] === 0x79 && bytes[next + 5] === 0x22 && bytes[next + 6] === 0x3a) {
          if ((seen0 & 2) !== 0) return -1;
          seen0 |= 2;
          next += 7;
          while (bytes[next] === 0x20) next++;
          next = read.readText(bytes, next, 1, 100);
          break;
        }
        if (bytes[next + 2] === 0x6f && bytes[next + 3] === 0x75 && bytes[next + 4] === 0x6e && bytes[next + 5] === 0x74 && bytes[next + 6] === 0x72 && bytes[next + 7] === 0x79 && bytes[next + 8] === 0x22 && bytes[next + 9] === 0x3a) {
          if ((seen0 & 4) !== 0) return -1;
          seen0 |= 4;
          next += 10;
          while (bytes[next] === 0x20) next++;
          next = text9(bytes, next);
          break;
        }
        return -1;
      default: return -1;
    }
    if (next < 0) return -1;
    const code = bytes[next++];
    if (code === 0x7d) break;
    if (code !== 0x2c) return -1;
    while (bytes[next] === 0x20) next++;
  }
  if ((seen0 & 1) !== 1) return -1;
  return next;
}
function oneOf36(bytes, at) {
  let next = -1;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x72 && bytes[at + 2] === 0x6f && bytes[at + 3] === 0x61 && bytes[at + 4] === 0x64 && bytes[at + 5] === 0x22) return at + 6;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x72 && bytes[at + 2] === 0x61 && bytes[at + 3] === 0x69 && bytes[at + 4] === 0x6c && bytes[at + 5] === 0x22) return at + 6;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x73 && bytes[at + 2] === 0x65 && bytes[at + 3] === 0x61 && bytes[at + 4] === 0x22) return at + 5;
  if (bytes[at] === 0x22 && bytes[at + 1] === 0x61 && bytes[at + 2] === 0x69 && bytes[at + 3] === 0x72 && bytes[at + 4] === 0x22) return at + 5;
  return next;
}
function object37(bytes, at) {
  if (bytes[at] !== 0x7b) return -1;
  let next = at + 1;
  let seen0 = 0;
  if (bytes[next] === 0x7d) next++;
  else for (;;) {
    if (bytes[next] !== 0x22) return -1;
    switch (bytes[next + 1]) {
      case 0x73:
        if (bytes[next + 2] === 0x68 && bytes[next + 3] === 0x69 && bytes[next + 4] === 0x70 && bytes[next + 5] === 0x6d && bytes[next + 6] === 0x65 && bytes[next + 7] === 0x6e && bytes[next + 8] === 0x74 && bytes[next + 9] === 0x45 && bytes[next + 10] === 0x76 && bytes[next + 11] === 0x65 && bytes[next + 12] === 0x6e && bytes[next + 13] === 0x74 && bytes[next + 14] === 0x49 && bytes[next + 15] === 0x64 && bytes[next + 16] === 0x22 && bytes[next + 17] === 0x3a) {
          if ((seen0 & 1) !== 0) return -1;
          seen0 |= 1;
          next += 18;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x68 && bytes[next + 3] === 0x69 && bytes[next + 4] === 0x70 && bytes[next + 5] === 0x6d && bytes[next + 6] === 0x65 && bytes[next + 7] === 0x6e && bytes[next + 8] === 0x74 && bytes[next + 9] === 0x49 && bytes[next + 10] === 0x64 && bytes[next + 11] === 0x22 && bytes[next + 12] === 0x3a) {
          if ((seen0 & 2) !== 0) return -1;
          seen0 |= 2;
          next += 13;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x74 && bytes[next + 3] === 0x61 && bytes[next + 4] === 0x74 && bytes[next + 5] === 0x75 && bytes[next + 6] === 0x73 && bytes[next + 7] === 0x22 && bytes[next + 8] === 0x3a) {
          if ((seen0 & 256) !== 0) return -1;
          seen0 |= 256;
          next += 9;
          while (bytes[next] === 0x20) next++;
          next = oneOf34(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x63 && bytes[next + 3] === 0x68 && bytes[next + 4] === 0x65 && bytes[next + 5] === 0x64 && bytes[next + 6] === 0x75 && bytes[next + 7] === 0x6c && bytes[next + 8] === 0x65 && bytes[next + 9] === 0x64 && bytes[next + 10] === 0x44 && bytes[next + 11] === 0x65 && bytes[next + 12] === 0x70 && bytes[next + 13] === 0x61 && bytes[next + 14] === 0x72 && bytes[next + 15] === 0x74 && bytes[next + 16] === 0x75 && bytes[next + 17] === 0x72 && bytes[next + 18] === 0x65 && bytes[next + 19] === 0x41 && bytes[next + 20] === 0x74 && bytes[next + 21] === 0x22 && bytes[next + 22] === 0x3a) {
          if ((seen0 & 1024) !== 0) return -1;
          seen0 |= 1024;
          next += 23;
          while (bytes[next] === 0x20) next++;
          next = read.readDateTime(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x63 && bytes[next + 3] === 0x68 && bytes[next + 4] === 0x65 && bytes[next + 5] === 0x64 && bytes[next + 6] === 0x75 && bytes[next + 7] === 0x6c && bytes[next + 8] === 0x65 && bytes[next + 9] === 0x64 && bytes[next + 10] === 0x41 && bytes[next + 11] === 0x72 && bytes[next + 12] === 0x72 && bytes[next + 13] === 0x69 && bytes[next + 14] === 0x76 && bytes[next + 15] === 0x61 && bytes[next + 16] === 0x6c && bytes[next + 17] === 0x41 && bytes[next + 18] === 0x74 && bytes[next + 19] === 0x22 && bytes[next + 20] === 0x3a) {
          if ((seen0 & 4096) !== 0) return -1;
          seen0 |= 4096;
          next += 21;
          while (bytes[next] === 0x20) next++;
          next = read.readDateTime(bytes, next);
          break;
        }
        return -1;
      case 0x6f:
        if (bytes[next + 2] === 0x72 && bytes[next + 3] === 0x64 && bytes[next + 4] === 0x65 && bytes[next + 5] === 0x72 && bytes[next + 6] === 0x49 && bytes[next + 7] === 0x64 && bytes[next + 8] === 0x22 && bytes[next + 9] === 0x3a) {
          if ((seen0 & 4) !== 0) return -1;
          seen0 |= 4;
          next += 10;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x72 && bytes[next + 3] === 0x69 && bytes[next + 4] === 0x67 && bytes[next + 5] === 0x69 && bytes[next + 6] === 0x6e && bytes[next + 7] === 0x22 && bytes[next + 8] === 0x3a) {
          if ((seen0 & 64) !== 0) return -1;
          seen0 |= 64;
          next += 9;
          while (bytes[next] === 0x20) next++;
          next = object35(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x63 && bytes[next + 3] === 0x63 && bytes[next + 4] === 0x75 && bytes[next + 5] === 0x72 && bytes[next + 6] === 0x72 && bytes[next + 7] === 0x65 && bytes[next + 8] === 0x64 && bytes[next + 9] === 0x41 && bytes[next + 10] === 0x74 && bytes[next + 11] === 0x22 && bytes[next + 12] === 0x3a) {
          if ((seen0 & 512) !== 0) return -1;
          seen0 |= 512;
          next += 13;
          while (bytes[next] === 0x20) next++;
          next = read.readDateTime(bytes, next);
          break;
        }
        return -1;
      case 0x74:
        if (bytes[next + 2] === 0x72 && bytes[next + 3] === 0x61 && bytes[next + 4] === 0x63 && bytes[next + 5] === 0x6b && bytes[next + 6] === 0x65 && bytes[next + 7] === 0x72 && bytes[next + 8] === 0x44 && bytes[next + 9] === 0x65 && bytes[next + 10] === 0x76 && bytes[next + 11] === 0x69 && bytes[next + 12] === 0x63 && bytes[next + 13] === 0x65 && bytes[next + 14] === 0x49 && bytes[next + 15] === 0x64 && bytes[next + 16] === 0x22 && bytes[next + 17] === 0x3a) {
          if ((seen0 & 8) !== 0) return -1;
          seen0 |= 8;
          next += 18;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        return -1;
      case 0x63:
        if (bytes[next + 2] === 0x61 && bytes[next + 3] === 0x72 && bytes[next + 4] === 0x72 && bytes[next + 5] === 0x69 && bytes[next + 6] === 0x65 && bytes[next + 7] === 0x72 && bytes[next + 8] === 0x43 && bytes[next + 9] === 0x6f && bytes[next + 10] === 0x64 && bytes[next + 11] === 0x65 && bytes[next + 12] === 0x22 && bytes[next + 13] === 0x3a) {
          if ((seen0 & 16) !== 0) return -1;
          seen0 |= 16;
          next += 14;
          while (bytes[next] === 0x20) next++;
          next = text2(bytes, next);
          break;
        }
        return -1;
      case 0x6d:
        if (bytes[next + 2] === 0x6f && bytes[next + 3] === 0x64 && bytes[next + 4] === 0x65 && bytes[next + 5] === 0x22 && bytes[next + 6] === 0x3a) {
          if ((seen0 & 32) !== 0) return -1;
          seen0 |= 32;
          next += 7;
          while (bytes[next] === 0x20) next++;
          next = oneOf36(bytes, next);
          break;
        }
        return -1;
      case 0x64:
        if (bytes[next + 2] === 0x65 && bytes[next + 3] === 0x73 && bytes[next + 4] === 0x74 && bytes[next + 5] === 0x69 && bytes[next + 6] === 0x6e && bytes[next + 7] === 0x61 && bytes[next + 8] === 0x74 && bytes[next + 9] === 0x69 && bytes[next + 10] === 0x6f && bytes[next + 11] === 0x6e && bytes[next + 12] === 0x22 && bytes[next + 13] === 0x3a) {
          if ((seen0 & 128) !== 0) return -1;
          seen0 |= 128;
          next += 14;
          while (bytes[next] === 0x20) next++;
          next = object35(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x65 && bytes[next + 3] === 0x6c && bytes[next + 4] === 0x61 && bytes[next + 5] === 0x79 && bytes[next + 6] === 0x4d && bytes[next + 7] === 0x69 && bytes[next + 8] === 0x6e && bytes[next + 9] === 0x75 && bytes[next + 10] === 0x74 && bytes[next + 11] === 0x65 && bytes[next + 12] === 0x73 && bytes[next + 13] === 0x22 && bytes[next + 14] === 0x3a) {
          if ((seen0 & 16384) !== 0) return -1;
          seen0 |= 16384;
          next += 15;
          while (bytes[next] === 0x20) next++;
          next = read.readInteger(bytes, next, -10080, 525600);
          break;
        }
        if (bytes[next + 2] === 0x69 && bytes[next + 3] === 0x73 && bytes[next + 4] === 0x74 && bytes[next + 5] === 0x61 && bytes[next + 6] === 0x6e && bytes[next + 7] === 0x63 && bytes[next + 8] === 0x65 && bytes[next + 9] === 0x4b && bytes[next + 10] === 0x69 && bytes[next + 11] === 0x6c && bytes[next + 12] === 0x6f && bytes[next + 13] === 0x6d && bytes[next + 14] === 0x65 && bytes[next + 15] === 0x74 && bytes[next + 16] === 0x72 && bytes[next + 17] === 0x65 && bytes[next + 18] === 0x73 && bytes[next + 19] === 0x22 && bytes[next + 20] === 0x3a) {
          if ((seen0 & 32768) !== 0) return -1;
          seen0 |= 32768;
          next += 21;
          while (bytes[next] === 0x20) next++;
          next = read.readNumber(bytes, next, 0, 50000);
          break;
        }
        return -1;
      case 0x61:
        if (bytes[next + 2] === 0x63 && bytes[next + 3] === 0x74 && bytes[next + 4] === 0x75 && bytes[next + 5] === 0x61 && bytes[next + 6] === 0x6c && bytes[next + 7] === 0x44 && bytes[next + 8] === 0x65 && bytes[next + 9] === 0x70 && bytes[next + 10] === 0x61 && bytes[next + 11] === 0x72 && bytes[next + 12] === 0x74 && bytes[next + 13] === 0x75 && bytes[next + 14] === 0x72 && bytes[next + 15] === 0x65 && bytes[next + 16] === 0x41 && bytes[next + 17] === 0x74 && bytes[next + 18] === 0x22 && bytes[next + 19] === 0x3a) {
          if ((seen0 & 2048) !== 0) return -1;
          seen0 |= 2048;
          next += 20;
          while (bytes[next] === 0x20) next++;
          next = read.readDateTime(bytes, next);
          break;
        }
        if (bytes[next + 2] === 0x63 && bytes[next + 3] === 0x74 && bytes[next + 4] === 0x75 && bytes[next + 5] === 0x61 && bytes[next + 6] === 0x6c && bytes[next + 7] === 0x41 && bytes[next + 8] === 0x72 && bytes[next + 9] === 0x72 && bytes[next + 10] === 0x69 && bytes[next + 11] === 0x76 && bytes[next + 12] === 0x61 && bytes[next + 13] === 0x6c && bytes[next + 14] === 0x41 && bytes[next + 15] === 0x74 && bytes[next + 16] === 0x22 && bytes[next + 17] === 0x3a) {
          if ((seen0 & 8192) !== 0) return -1;
          seen0 |= 8192;
          next += 18;
          while (bytes[next] === 0x20) next++;
          next = read.readDateTime(bytes, next);
          break;
        }
        return -1;
      case 0x77:
        if (bytes[next + 2] === 0x65 && bytes[next + 3] === 0x69 && bytes[next + 4] === 0x67 && bytes[next + 5] === 0x68 && bytes[next + 6] === 0x74 && bytes[next + 7] === 0x4b && bytes[next + 8] === 0x69 && bytes[next + 9] === 0x6c && bytes[next + 10] === 0x6f && bytes[next + 11] === 0x67 && bytes[next + 12] === 0x72 && bytes[next + 13] === 0x61 && bytes[next + 14] === 0x6d && bytes[next + 15] === 0x73 && bytes[next + 16] === 0x22 && bytes[next + 17] === 0x3a) {
          if ((seen0 & 65536) !== 0) return -1;
          seen0 |= 65536;
          next += 18;
          while (bytes[next] === 0x20) next++;
          next = read.readNumber(bytes, next, 0, 1000000);
          break;
        }
        return -1;
      case 0x70:
        if (bytes[next + 2] === 0x61 && bytes[next + 3] === 0x72 && bytes[next + 4] === 0x63 && bytes[next + 5] === 0x65 && bytes[next + 6] === 0x6c && bytes[next + 7] === 0x73 && bytes[next + 8] === 0x22 && bytes[next + 9] === 0x3a) {
          if ((seen0 & 131072) !== 0) return -1;
          seen0 |= 131072;
          next += 10;
          while (bytes[next] === 0x20) next++;
          next = read.readInteger(bytes, next, 1, 100000);
          break;
        }
        return -1;
      default: return -1;
    }
    if (next < 0) return -1;
    const code = bytes[next++];
    if (code === 0x7d) break;
    if (code !== 0x2c) return -1;
    while (bytes[next] === 0x20) next++;
  }
  if ((seen0 & 1011) !== 1011) return -1;
  return next;
}
/** @type {Record<string, import('../registry').RecordReader>} */
const readers = {};
exports.readers = readers;
readers["urn:sluice:contract:customers.profile:1"] = object14;
readers["urn:sluice:contract:ecommerce.clickstream:1"] = object19;
readers["urn:sluice:contract:ecommerce.order:1"] = object28;
readers["urn:sluice:contract:iot.telemetry:1"] = object33;
readers["urn:sluice:contract:logistics.shipment:1"] = object37;
