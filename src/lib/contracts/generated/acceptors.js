'use strict';
// Written by `npm run generate` from schemas/. Change the schema, not this file.
const { formats } = require("../formats");
/** 1 at the code of each of the characters, which are ASCII. */
function toTable(characters) {
  const table = new Uint8Array(128);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}
const table0 = toTable("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
const table1 = toTable("-.0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
const matches2 = (text) => {
  const { length } = text;
  if (length < 1) return false;
  if (table0[text.charCodeAt(0)] !== 1) return false;
  for (let at = 1; at < length; at++) if (table1[text.charCodeAt(at)] !== 1) return false;
  return true;
};
const format3 = formats["date-time"];
const format4 = formats["email"];
const table5 = toTable("+");
const table6 = toTable("123456789");
const table7 = toTable("0123456789");
const matches8 = (text) => {
  const { length } = text;
  if (length < 8) return false;
  if (length > 16) return false;
  if (table5[text.charCodeAt(0)] !== 1) return false;
  if (table6[text.charCodeAt(1)] !== 1) return false;
  for (let at = 2; at < length; at++) if (table7[text.charCodeAt(at)] !== 1) return false;
  return true;
};
const format9 = formats["date"];
const table10 = toTable("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
const matches11 = (text) => {
  const { length } = text;
  if (length < 2) return false;
  if (length > 2) return false;
  for (let at = 0; at < length; at++) if (table10[text.charCodeAt(at)] !== 1) return false;
  return true;
};
/** @type {Record<string, import('../generated-contracts').Acceptor>} */
const acceptors = {};
exports.acceptors = acceptors;
acceptors["urn:sluice:contract:customers.profile:1"] = function (record) {
  let quotes = 0;
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return -1;
  let keys0 = 4;
  const field1 = record.changeId;
  if (typeof field1 !== 'string' || field1.length > 64 || !matches2(field1)) return -1;
  quotes += 2;
  const field2 = record.customerId;
  if (typeof field2 !== 'string' || field2.length > 64 || !matches2(field2)) return -1;
  quotes += 2;
  const field3 = record.changedAt;
  if (typeof field3 !== 'string' || !format3(field3)) return -1;
  quotes += 2;
  const field4 = record.operation;
  if (field4 !== "upsert" && field4 !== "delete") return -1;
  quotes += 2;
  const field5 = record.profile;
  if (field5 !== undefined) {
    keys0++;
    if (typeof field5 !== 'object' || field5 === null || Array.isArray(field5)) return -1;
    let keys6 = 6;
    const field7 = field5.firstName;
    if (typeof field7 !== 'string' || field7.length > 100 || field7.length < 1) return -1;
    quotes += 2;
    const field8 = field5.lastName;
    if (typeof field8 !== 'string' || field8.length > 100 || field8.length < 1) return -1;
    quotes += 2;
    const field9 = field5.email;
    if (typeof field9 !== 'string' || !format4(field9)) return -1;
    quotes += 2;
    const field10 = field5.phone;
    if (field10 !== undefined) {
      keys6++;
      if (typeof field10 !== 'string' || field10.length > 16 || !matches8(field10)) return -1;
      quotes += 2;
    }
    const field11 = field5.birthDate;
    if (field11 !== undefined) {
      keys6++;
      if (typeof field11 !== 'string' || !format9(field11)) return -1;
      quotes += 2;
    }
    const field12 = field5.address;
    if (typeof field12 !== 'object' || field12 === null || Array.isArray(field12)) return -1;
    let keys13 = 2;
    const field14 = field12.street;
    if (field14 !== undefined) {
      keys13++;
      if (typeof field14 !== 'string' || field14.length > 200 || field14.length < 1) return -1;
      quotes += 2;
    }
    const field15 = field12.city;
    if (typeof field15 !== 'string' || field15.length > 100 || field15.length < 1) return -1;
    quotes += 2;
    const field16 = field12.postalCode;
    if (field16 !== undefined) {
      keys13++;
      if (typeof field16 !== 'string' || field16.length > 16 || field16.length < 1) return -1;
      quotes += 2;
    }
    const field17 = field12.country;
    if (typeof field17 !== 'string' || field17.length > 2 || !matches11(field17)) return -1;
    quotes += 2;
    quotes += 2 * keys13;
    for (const _ in field12) keys13--;
    if (keys13 !== 0) return -1;
    const field18 = field5.segment;
    if (field18 !== "consumer" && field18 !== "premium" && field18 !== "small-business" && field18 !== "enterprise") return -1;
    quotes += 2;
    const field19 = field5.consent;
    if (typeof field19 !== 'object' || field19 === null || Array.isArray(field19)) return -1;
    let keys20 = 2;
    const field21 = field19.marketing;
    if (typeof field21 !== 'boolean') return -1;
    const field22 = field19.profiling;
    if (typeof field22 !== 'boolean') return -1;
    quotes += 2 * keys20;
    for (const _ in field19) keys20--;
    if (keys20 !== 0) return -1;
    const field23 = field5.registeredOn;
    if (field23 !== undefined) {
      keys6++;
      if (typeof field23 !== 'string' || !format9(field23)) return -1;
      quotes += 2;
    }
    quotes += 2 * keys6;
    for (const _ in field5) keys6--;
    if (keys6 !== 0) return -1;
  }
  quotes += 2 * keys0;
  for (const _ in record) keys0--;
  if (keys0 !== 0) return -1;
  if (!(((record.operation === undefined || record.operation === "delete")) ? ((record.profile === undefined)) : (record.profile !== undefined))) return -1;
  return quotes;
};
acceptors["urn:sluice:contract:ecommerce.clickstream:1"] = function (record) {
  let quotes = 0;
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return -1;
  let keys24 = 6;
  const field25 = record.eventId;
  if (typeof field25 !== 'string' || field25.length > 64 || !matches2(field25)) return -1;
  quotes += 2;
  const field26 = record.sessionId;
  if (typeof field26 !== 'string' || field26.length > 64 || !matches2(field26)) return -1;
  quotes += 2;
  const field27 = record.customerId;
  if (field27 !== undefined) {
    keys24++;
    if (field27 !== null) {
      if (typeof field27 !== 'string' || field27.length > 64 || !matches2(field27)) return -1;
      quotes += 2;
    }
  }
  const field28 = record.occurredAt;
  if (typeof field28 !== 'string' || !format3(field28)) return -1;
  quotes += 2;
  const field29 = record.action;
  if (field29 !== "page-view" && field29 !== "product-view" && field29 !== "search" && field29 !== "add-to-cart" && field29 !== "remove-from-cart" && field29 !== "checkout" && field29 !== "purchase") return -1;
  quotes += 2;
  const field30 = record.pagePath;
  if (typeof field30 !== 'string' || field30.length > 512 || field30.length < 1) return -1;
  quotes += 2;
  const field31 = record.productId;
  if (field31 !== undefined) {
    keys24++;
    if (typeof field31 !== 'string' || field31.length > 64 || !matches2(field31)) return -1;
    quotes += 2;
  }
  const field32 = record.orderId;
  if (field32 !== undefined) {
    keys24++;
    if (typeof field32 !== 'string' || field32.length > 64 || !matches2(field32)) return -1;
    quotes += 2;
  }
  const field33 = record.searchTerms;
  if (field33 !== undefined) {
    keys24++;
    if (typeof field33 !== 'string' || field33.length > 200 || field33.length < 1) return -1;
    quotes += 2;
  }
  const field34 = record.referrer;
  if (field34 !== undefined) {
    keys24++;
    if (field34 !== null) {
      if (typeof field34 !== 'string' || field34.length > 1024) return -1;
      quotes += 2;
    }
  }
  const field35 = record.campaign;
  if (field35 !== undefined) {
    keys24++;
    if (typeof field35 !== 'string' || field35.length > 64 || field35.length < 1) return -1;
    quotes += 2;
  }
  const field36 = record.deviceClass;
  if (field36 !== "desktop" && field36 !== "mobile" && field36 !== "tablet" && field36 !== "other") return -1;
  quotes += 2;
  const field37 = record.browser;
  if (field37 !== undefined) {
    keys24++;
    if (typeof field37 !== 'string' || field37.length > 32 || field37.length < 1) return -1;
    quotes += 2;
  }
  const field38 = record.country;
  if (field38 !== undefined) {
    keys24++;
    if (typeof field38 !== 'string' || field38.length > 2 || !matches11(field38)) return -1;
    quotes += 2;
  }
  const field39 = record.ipAddress;
  if (field39 !== undefined) {
    keys24++;
    if (typeof field39 !== 'string' || field39.length > 45 || field39.length < 3) return -1;
    quotes += 2;
  }
  const field40 = record.dwellMilliseconds;
  if (field40 !== undefined) {
    keys24++;
    if (!Number.isInteger(field40) || field40 < 0 || field40 > 86400000) return -1;
  }
  quotes += 2 * keys24;
  for (const _ in record) keys24--;
  if (keys24 !== 0) return -1;
  return quotes;
};
acceptors["urn:sluice:contract:ecommerce.order:1"] = function (record) {
  let quotes = 0;
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return -1;
  let keys41 = 11;
  const field42 = record.orderEventId;
  if (typeof field42 !== 'string' || field42.length > 64 || !matches2(field42)) return -1;
  quotes += 2;
  const field43 = record.orderId;
  if (typeof field43 !== 'string' || field43.length > 64 || !matches2(field43)) return -1;
  quotes += 2;
  const field44 = record.customerId;
  if (typeof field44 !== 'string' || field44.length > 64 || !matches2(field44)) return -1;
  quotes += 2;
  const field45 = record.sessionId;
  if (field45 !== undefined) {
    keys41++;
    if (typeof field45 !== 'string' || field45.length > 64 || !matches2(field45)) return -1;
    quotes += 2;
  }
  const field46 = record.occurredAt;
  if (typeof field46 !== 'string' || !format3(field46)) return -1;
  quotes += 2;
  const field47 = record.placedAt;
  if (typeof field47 !== 'string' || !format3(field47)) return -1;
  quotes += 2;
  const field48 = record.status;
  if (field48 !== "placed" && field48 !== "paid" && field48 !== "shipped" && field48 !== "delivered" && field48 !== "cancelled" && field48 !== "returned") return -1;
  quotes += 2;
  const field49 = record.channel;
  if (field49 !== undefined) {
    keys41++;
    if (field49 !== "web" && field49 !== "mobile-app" && field49 !== "store" && field49 !== "marketplace") return -1;
    quotes += 2;
  }
  const field50 = record.currency;
  if (field50 !== "CHF" && field50 !== "CZK" && field50 !== "DKK" && field50 !== "EUR" && field50 !== "GBP" && field50 !== "NOK" && field50 !== "PLN" && field50 !== "SEK" && field50 !== "USD") return -1;
  quotes += 2;
  const field51 = record.lines;
  if (!Array.isArray(field51) || field51.length < 1 || field51.length > 100) return -1;
  for (let index52 = 0; index52 < field51.length; index52++) {
    const item53 = field51[index52];
    if (typeof item53 !== 'object' || item53 === null || Array.isArray(item53)) return -1;
    let keys54 = 4;
    const field55 = item53.productId;
    if (typeof field55 !== 'string' || field55.length > 64 || !matches2(field55)) return -1;
    quotes += 2;
    const field56 = item53.sku;
    if (typeof field56 !== 'string' || field56.length > 64 || !matches2(field56)) return -1;
    quotes += 2;
    const field57 = item53.productName;
    if (field57 !== undefined) {
      keys54++;
      if (typeof field57 !== 'string' || field57.length > 200 || field57.length < 1) return -1;
      quotes += 2;
    }
    const field58 = item53.category;
    if (field58 !== undefined) {
      keys54++;
      if (typeof field58 !== 'string' || field58.length > 64 || field58.length < 1) return -1;
      quotes += 2;
    }
    const field59 = item53.quantity;
    if (!Number.isInteger(field59) || field59 < 1 || field59 > 10000) return -1;
    const field60 = item53.unitPriceMinor;
    if (!Number.isInteger(field60) || field60 < 0 || field60 > 100000000) return -1;
    const field61 = item53.discountMinor;
    if (field61 !== undefined) {
      keys54++;
      if (!Number.isInteger(field61) || field61 < 0 || field61 > 1000000000000) return -1;
    }
    quotes += 2 * keys54;
    for (const _ in item53) keys54--;
    if (keys54 !== 0) return -1;
  }
  const field62 = record.amounts;
  if (typeof field62 !== 'object' || field62 === null || Array.isArray(field62)) return -1;
  let keys63 = 5;
  const field64 = field62.subtotalMinor;
  if (!Number.isInteger(field64) || field64 < 0 || field64 > 1000000000000) return -1;
  const field65 = field62.discountMinor;
  if (!Number.isInteger(field65) || field65 < 0 || field65 > 1000000000000) return -1;
  const field66 = field62.shippingMinor;
  if (!Number.isInteger(field66) || field66 < 0 || field66 > 1000000000000) return -1;
  const field67 = field62.taxMinor;
  if (!Number.isInteger(field67) || field67 < 0 || field67 > 1000000000000) return -1;
  const field68 = field62.totalMinor;
  if (!Number.isInteger(field68) || field68 < 0 || field68 > 1000000000000) return -1;
  quotes += 2 * keys63;
  for (const _ in field62) keys63--;
  if (keys63 !== 0) return -1;
  const field69 = record.paymentMethod;
  if (field69 !== "card" && field69 !== "bank-transfer" && field69 !== "wallet" && field69 !== "invoice" && field69 !== "gift-card" && field69 !== "cash") return -1;
  quotes += 2;
  const field70 = record.shippingAddress;
  if (typeof field70 !== 'object' || field70 === null || Array.isArray(field70)) return -1;
  let keys71 = 2;
  const field72 = field70.city;
  if (typeof field72 !== 'string' || field72.length > 100 || field72.length < 1) return -1;
  quotes += 2;
  const field73 = field70.postalCode;
  if (field73 !== undefined) {
    keys71++;
    if (typeof field73 !== 'string' || field73.length > 16 || field73.length < 1) return -1;
    quotes += 2;
  }
  const field74 = field70.country;
  if (typeof field74 !== 'string' || field74.length > 2 || !matches11(field74)) return -1;
  quotes += 2;
  quotes += 2 * keys71;
  for (const _ in field70) keys71--;
  if (keys71 !== 0) return -1;
  quotes += 2 * keys41;
  for (const _ in record) keys41--;
  if (keys41 !== 0) return -1;
  return quotes;
};
acceptors["urn:sluice:contract:iot.telemetry:1"] = function (record) {
  let quotes = 0;
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return -1;
  let keys75 = 6;
  const field76 = record.readingId;
  if (typeof field76 !== 'string' || field76.length > 64 || !matches2(field76)) return -1;
  quotes += 2;
  const field77 = record.deviceId;
  if (typeof field77 !== 'string' || field77.length > 64 || !matches2(field77)) return -1;
  quotes += 2;
  const field78 = record.deviceKind;
  if (field78 !== undefined) {
    keys75++;
    if (field78 !== "sensor" && field78 !== "gateway" && field78 !== "tracker" && field78 !== "weather-station") return -1;
    quotes += 2;
  }
  const field79 = record.measuredAt;
  if (typeof field79 !== 'string' || !format3(field79)) return -1;
  quotes += 2;
  const field80 = record.site;
  if (typeof field80 !== 'object' || field80 === null || Array.isArray(field80)) return -1;
  let keys81 = 4;
  const field82 = field80.siteCode;
  if (typeof field82 !== 'string' || field82.length > 64 || !matches2(field82)) return -1;
  quotes += 2;
  const field83 = field80.name;
  if (field83 !== undefined) {
    keys81++;
    if (typeof field83 !== 'string' || field83.length > 120 || field83.length < 1) return -1;
    quotes += 2;
  }
  const field84 = field80.country;
  if (typeof field84 !== 'string' || field84.length > 2 || !matches11(field84)) return -1;
  quotes += 2;
  const field85 = field80.latitude;
  if (typeof field85 !== 'number' || field85 < -90 || field85 > 90) return -1;
  const field86 = field80.longitude;
  if (typeof field86 !== 'number' || field86 < -180 || field86 > 180) return -1;
  quotes += 2 * keys81;
  for (const _ in field80) keys81--;
  if (keys81 !== 0) return -1;
  const field87 = record.metrics;
  if (typeof field87 !== 'object' || field87 === null || Array.isArray(field87)) return -1;
  let keys88 = 0;
  const field89 = field87.temperatureCelsius;
  if (field89 !== undefined) {
    keys88++;
    if (typeof field89 !== 'number' || field89 < -100 || field89 > 200) return -1;
  }
  const field90 = field87.humidityPercent;
  if (field90 !== undefined) {
    keys88++;
    if (typeof field90 !== 'number' || field90 < 0 || field90 > 100) return -1;
  }
  const field91 = field87.pressureHectopascal;
  if (field91 !== undefined) {
    keys88++;
    if (typeof field91 !== 'number' || field91 < 300 || field91 > 1100) return -1;
  }
  const field92 = field87.windSpeedMetresPerSecond;
  if (field92 !== undefined) {
    keys88++;
    if (typeof field92 !== 'number' || field92 < 0 || field92 > 120) return -1;
  }
  const field93 = field87.precipitationMillimetres;
  if (field93 !== undefined) {
    keys88++;
    if (typeof field93 !== 'number' || field93 < 0 || field93 > 500) return -1;
  }
  const field94 = field87.vibrationMillimetresPerSecond;
  if (field94 !== undefined) {
    keys88++;
    if (typeof field94 !== 'number' || field94 < 0 || field94 > 200) return -1;
  }
  const field95 = field87.powerWatts;
  if (field95 !== undefined) {
    keys88++;
    if (typeof field95 !== 'number' || field95 < 0 || field95 > 1000000) return -1;
  }
  const field96 = field87.batteryPercent;
  if (field96 !== undefined) {
    keys88++;
    if (typeof field96 !== 'number' || field96 < 0 || field96 > 100) return -1;
  }
  const field97 = field87.signalDecibelMilliwatts;
  if (field97 !== undefined) {
    keys88++;
    if (typeof field97 !== 'number' || field97 < -150 || field97 > 0) return -1;
  }
  if (keys88 < 1) return -1;
  quotes += 2 * keys88;
  for (const _ in field87) keys88--;
  if (keys88 !== 0) return -1;
  const field98 = record.firmware;
  if (field98 !== undefined) {
    keys75++;
    if (typeof field98 !== 'string' || field98.length > 32 || field98.length < 1) return -1;
    quotes += 2;
  }
  const field99 = record.status;
  if (field99 !== "ok" && field99 !== "degraded" && field99 !== "fault" && field99 !== "maintenance") return -1;
  quotes += 2;
  quotes += 2 * keys75;
  for (const _ in record) keys75--;
  if (keys75 !== 0) return -1;
  return quotes;
};
acceptors["urn:sluice:contract:logistics.shipment:1"] = function (record) {
  let quotes = 0;
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return -1;
  let keys100 = 8;
  const field101 = record.shipmentEventId;
  if (typeof field101 !== 'string' || field101.length > 64 || !matches2(field101)) return -1;
  quotes += 2;
  const field102 = record.shipmentId;
  if (typeof field102 !== 'string' || field102.length > 64 || !matches2(field102)) return -1;
  quotes += 2;
  const field103 = record.orderId;
  if (field103 !== undefined) {
    keys100++;
    if (typeof field103 !== 'string' || field103.length > 64 || !matches2(field103)) return -1;
    quotes += 2;
  }
  const field104 = record.trackerDeviceId;
  if (field104 !== undefined) {
    keys100++;
    if (typeof field104 !== 'string' || field104.length > 64 || !matches2(field104)) return -1;
    quotes += 2;
  }
  const field105 = record.carrierCode;
  if (typeof field105 !== 'string' || field105.length > 64 || !matches2(field105)) return -1;
  quotes += 2;
  const field106 = record.mode;
  if (field106 !== "road" && field106 !== "rail" && field106 !== "sea" && field106 !== "air") return -1;
  quotes += 2;
  const field107 = record.origin;
  if (typeof field107 !== 'object' || field107 === null || Array.isArray(field107)) return -1;
  let keys108 = 1;
  const field109 = field107.siteCode;
  if (typeof field109 !== 'string' || field109.length > 64 || !matches2(field109)) return -1;
  quotes += 2;
  const field110 = field107.city;
  if (field110 !== undefined) {
    keys108++;
    if (typeof field110 !== 'string' || field110.length > 100 || field110.length < 1) return -1;
    quotes += 2;
  }
  const field111 = field107.country;
  if (field111 !== undefined) {
    keys108++;
    if (typeof field111 !== 'string' || field111.length > 2 || !matches11(field111)) return -1;
    quotes += 2;
  }
  quotes += 2 * keys108;
  for (const _ in field107) keys108--;
  if (keys108 !== 0) return -1;
  const field112 = record.destination;
  if (typeof field112 !== 'object' || field112 === null || Array.isArray(field112)) return -1;
  let keys113 = 1;
  const field114 = field112.siteCode;
  if (typeof field114 !== 'string' || field114.length > 64 || !matches2(field114)) return -1;
  quotes += 2;
  const field115 = field112.city;
  if (field115 !== undefined) {
    keys113++;
    if (typeof field115 !== 'string' || field115.length > 100 || field115.length < 1) return -1;
    quotes += 2;
  }
  const field116 = field112.country;
  if (field116 !== undefined) {
    keys113++;
    if (typeof field116 !== 'string' || field116.length > 2 || !matches11(field116)) return -1;
    quotes += 2;
  }
  quotes += 2 * keys113;
  for (const _ in field112) keys113--;
  if (keys113 !== 0) return -1;
  const field117 = record.status;
  if (field117 !== "created" && field117 !== "departed" && field117 !== "in-transit" && field117 !== "arrived" && field117 !== "delivered" && field117 !== "failed" && field117 !== "returned") return -1;
  quotes += 2;
  const field118 = record.occurredAt;
  if (typeof field118 !== 'string' || !format3(field118)) return -1;
  quotes += 2;
  const field119 = record.scheduledDepartureAt;
  if (field119 !== undefined) {
    keys100++;
    if (typeof field119 !== 'string' || !format3(field119)) return -1;
    quotes += 2;
  }
  const field120 = record.actualDepartureAt;
  if (field120 !== undefined) {
    keys100++;
    if (typeof field120 !== 'string' || !format3(field120)) return -1;
    quotes += 2;
  }
  const field121 = record.scheduledArrivalAt;
  if (field121 !== undefined) {
    keys100++;
    if (typeof field121 !== 'string' || !format3(field121)) return -1;
    quotes += 2;
  }
  const field122 = record.actualArrivalAt;
  if (field122 !== undefined) {
    keys100++;
    if (typeof field122 !== 'string' || !format3(field122)) return -1;
    quotes += 2;
  }
  const field123 = record.delayMinutes;
  if (field123 !== undefined) {
    keys100++;
    if (!Number.isInteger(field123) || field123 < -10080 || field123 > 525600) return -1;
  }
  const field124 = record.distanceKilometres;
  if (field124 !== undefined) {
    keys100++;
    if (typeof field124 !== 'number' || field124 < 0 || field124 > 50000) return -1;
  }
  const field125 = record.weightKilograms;
  if (field125 !== undefined) {
    keys100++;
    if (typeof field125 !== 'number' || field125 < 0 || field125 > 1000000) return -1;
  }
  const field126 = record.parcels;
  if (field126 !== undefined) {
    keys100++;
    if (!Number.isInteger(field126) || field126 < 1 || field126 > 100000) return -1;
  }
  quotes += 2 * keys100;
  for (const _ in record) keys100--;
  if (keys100 !== 0) return -1;
  return quotes;
};
