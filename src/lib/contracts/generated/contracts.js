'use strict';
// Written by `npm run generate` from schemas/. Change the schema, not this file.
/** @type {readonly import('../contract').ContractDescription[]} */
const contracts = [
  {
    "id": "urn:sluice:contract:customers.profile:1",
    "title": "Customer profile change",
    "description": "One change of one customer's profile. An upsert has the whole profile after the change. A delete has no profile, so that an erasure adds no personal data.",
    "source": "customers",
    "type": "customers.profile",
    "version": 1,
    "eventId": "/changeId",
    "eventTime": "/changedAt",
    "partitionKey": "/customerId",
    "personalData": [
      {
        "path": "/profile/firstName",
        "treatment": "mask"
      },
      {
        "path": "/profile/lastName",
        "treatment": "mask"
      },
      {
        "path": "/profile/email",
        "treatment": "hash"
      },
      {
        "path": "/profile/phone",
        "treatment": "mask"
      },
      {
        "path": "/profile/birthDate",
        "treatment": "generalise"
      },
      {
        "path": "/profile/address/street",
        "treatment": "drop"
      },
      {
        "path": "/profile/address/postalCode",
        "treatment": "generalise"
      }
    ],
    "departments": [
      "marketing",
      "sales",
      "customer-care"
    ],
    "history": {
      "key": "/customerId",
      "erasedWhen": {
        "path": "/operation",
        "equals": "delete"
      }
    },
    "windows": {
      "seconds": 60,
      "keys": [],
      "values": [
        {
          "name": "deletions",
          "aggregate": "count",
          "where": {
            "path": "/operation",
            "equals": "delete"
          }
        }
      ]
    },
    "schema": {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sluice:contract:customers.profile:1",
      "title": "Customer profile change",
      "description": "One change of one customer's profile. An upsert has the whole profile after the change. A delete has no profile, so that an erasure adds no personal data.",
      "x-contract": {
        "source": "customers",
        "type": "customers.profile",
        "version": 1,
        "eventId": "/changeId",
        "eventTime": "/changedAt",
        "partitionKey": "/customerId",
        "personalData": [
          {
            "path": "/profile/firstName",
            "treatment": "mask"
          },
          {
            "path": "/profile/lastName",
            "treatment": "mask"
          },
          {
            "path": "/profile/email",
            "treatment": "hash"
          },
          {
            "path": "/profile/phone",
            "treatment": "mask"
          },
          {
            "path": "/profile/birthDate",
            "treatment": "generalise"
          },
          {
            "path": "/profile/address/street",
            "treatment": "drop"
          },
          {
            "path": "/profile/address/postalCode",
            "treatment": "generalise"
          }
        ],
        "departments": [
          "marketing",
          "sales",
          "customer-care"
        ],
        "history": {
          "key": "/customerId",
          "erasedWhen": {
            "path": "/operation",
            "equals": "delete"
          }
        },
        "windows": {
          "seconds": 60,
          "keys": [],
          "values": [
            {
              "name": "deletions",
              "aggregate": "count",
              "where": {
                "path": "/operation",
                "equals": "delete"
              }
            }
          ]
        }
      },
      "type": "object",
      "additionalProperties": false,
      "required": [
        "changeId",
        "customerId",
        "changedAt",
        "operation"
      ],
      "properties": {
        "changeId": {
          "$ref": "#/$defs/identifier",
          "description": "Identity of this change."
        },
        "customerId": {
          "$ref": "#/$defs/identifier",
          "description": "Identity of the customer; orders and clicks refer to it."
        },
        "changedAt": {
          "description": "When the profile changed (RFC 3339).",
          "type": "string",
          "format": "date-time"
        },
        "operation": {
          "description": "What happened to the profile.",
          "type": "string",
          "enum": [
            "upsert",
            "delete"
          ]
        },
        "profile": {
          "description": "The profile after the change; required in an upsert, absent in a delete.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "firstName",
            "lastName",
            "email",
            "address",
            "segment",
            "consent"
          ],
          "properties": {
            "firstName": {
              "description": "Given name.",
              "type": "string",
              "minLength": 1,
              "maxLength": 100
            },
            "lastName": {
              "description": "Family name.",
              "type": "string",
              "minLength": 1,
              "maxLength": 100
            },
            "email": {
              "description": "E-mail address.",
              "type": "string",
              "format": "email"
            },
            "phone": {
              "description": "Telephone number in international form (E.164).",
              "type": "string",
              "pattern": "^\\+[1-9][0-9]{6,14}$",
              "maxLength": 16
            },
            "birthDate": {
              "description": "Date of birth.",
              "type": "string",
              "format": "date"
            },
            "address": {
              "description": "Postal address.",
              "type": "object",
              "additionalProperties": false,
              "required": [
                "city",
                "country"
              ],
              "properties": {
                "street": {
                  "description": "Street and house number.",
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 200
                },
                "city": {
                  "description": "City.",
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 100
                },
                "postalCode": {
                  "description": "Postal code.",
                  "type": "string",
                  "minLength": 1,
                  "maxLength": 16
                },
                "country": {
                  "description": "ISO 3166-1 alpha-2 code of the country.",
                  "type": "string",
                  "pattern": "^[A-Z]{2}$",
                  "maxLength": 2
                }
              }
            },
            "segment": {
              "description": "Commercial segment.",
              "type": "string",
              "enum": [
                "consumer",
                "premium",
                "small-business",
                "enterprise"
              ]
            },
            "consent": {
              "description": "What the customer agreed to.",
              "type": "object",
              "additionalProperties": false,
              "required": [
                "marketing",
                "profiling"
              ],
              "properties": {
                "marketing": {
                  "description": "Whether the customer agreed to advertising.",
                  "type": "boolean"
                },
                "profiling": {
                  "description": "Whether the customer agreed to profiling for recommendations.",
                  "type": "boolean"
                }
              }
            },
            "registeredOn": {
              "description": "Day on which the customer registered.",
              "type": "string",
              "format": "date"
            }
          }
        }
      },
      "if": {
        "properties": {
          "operation": {
            "const": "delete"
          }
        }
      },
      "then": {
        "properties": {
          "profile": false
        }
      },
      "else": {
        "required": [
          "profile"
        ]
      },
      "$defs": {
        "identifier": {
          "description": "Letters, digits and the signs . _ : - after a letter or digit.",
          "type": "string",
          "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
          "maxLength": 64
        }
      },
      "examples": [
        {
          "changeId": "chg-000204",
          "customerId": "cus-00311",
          "changedAt": "2026-03-01T17:20:00Z",
          "operation": "upsert",
          "profile": {
            "firstName": "Liis",
            "lastName": "Tamm",
            "email": "liis.tamm@example.com",
            "phone": "+3725550101",
            "birthDate": "1988-06-14",
            "address": {
              "street": "Pikk 12",
              "city": "Tallinn",
              "postalCode": "10115",
              "country": "EE"
            },
            "segment": "premium",
            "consent": {
              "marketing": true,
              "profiling": false
            },
            "registeredOn": "2021-11-30"
          }
        },
        {
          "changeId": "chg-000205",
          "customerId": "cus-00290",
          "changedAt": "2026-03-01T17:21:45+02:00",
          "operation": "delete"
        }
      ]
    }
  },
  {
    "id": "urn:sluice:contract:ecommerce.clickstream:1",
    "title": "Click",
    "description": "One action of one visitor of the shop, in the order of their session.",
    "source": "ecommerce",
    "type": "ecommerce.clickstream",
    "version": 1,
    "eventId": "/eventId",
    "eventTime": "/occurredAt",
    "partitionKey": "/sessionId",
    "personalData": [
      {
        "path": "/ipAddress",
        "treatment": "mask"
      },
      {
        "path": "/searchTerms",
        "treatment": "drop"
      }
    ],
    "departments": [
      "marketing",
      "sales"
    ],
    "windows": {
      "seconds": 60,
      "keys": [
        {
          "name": "device_class",
          "path": "/deviceClass"
        }
      ],
      "values": [
        {
          "name": "page_views",
          "aggregate": "count",
          "where": {
            "path": "/action",
            "equals": "page-view"
          }
        },
        {
          "name": "product_views",
          "aggregate": "count",
          "where": {
            "path": "/action",
            "equals": "product-view"
          }
        },
        {
          "name": "searches",
          "aggregate": "count",
          "where": {
            "path": "/action",
            "equals": "search"
          }
        },
        {
          "name": "cart_additions",
          "aggregate": "count",
          "where": {
            "path": "/action",
            "equals": "add-to-cart"
          }
        },
        {
          "name": "checkouts",
          "aggregate": "count",
          "where": {
            "path": "/action",
            "equals": "checkout"
          }
        },
        {
          "name": "purchases",
          "aggregate": "count",
          "where": {
            "path": "/action",
            "equals": "purchase"
          }
        },
        {
          "name": "dwell_milliseconds_average",
          "aggregate": "average",
          "path": "/dwellMilliseconds"
        }
      ]
    },
    "schema": {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sluice:contract:ecommerce.clickstream:1",
      "title": "Click",
      "description": "One action of one visitor of the shop, in the order of their session.",
      "x-contract": {
        "source": "ecommerce",
        "type": "ecommerce.clickstream",
        "version": 1,
        "eventId": "/eventId",
        "eventTime": "/occurredAt",
        "partitionKey": "/sessionId",
        "personalData": [
          {
            "path": "/ipAddress",
            "treatment": "mask"
          },
          {
            "path": "/searchTerms",
            "treatment": "drop"
          }
        ],
        "departments": [
          "marketing",
          "sales"
        ],
        "windows": {
          "seconds": 60,
          "keys": [
            {
              "name": "device_class",
              "path": "/deviceClass"
            }
          ],
          "values": [
            {
              "name": "page_views",
              "aggregate": "count",
              "where": {
                "path": "/action",
                "equals": "page-view"
              }
            },
            {
              "name": "product_views",
              "aggregate": "count",
              "where": {
                "path": "/action",
                "equals": "product-view"
              }
            },
            {
              "name": "searches",
              "aggregate": "count",
              "where": {
                "path": "/action",
                "equals": "search"
              }
            },
            {
              "name": "cart_additions",
              "aggregate": "count",
              "where": {
                "path": "/action",
                "equals": "add-to-cart"
              }
            },
            {
              "name": "checkouts",
              "aggregate": "count",
              "where": {
                "path": "/action",
                "equals": "checkout"
              }
            },
            {
              "name": "purchases",
              "aggregate": "count",
              "where": {
                "path": "/action",
                "equals": "purchase"
              }
            },
            {
              "name": "dwell_milliseconds_average",
              "aggregate": "average",
              "path": "/dwellMilliseconds"
            }
          ]
        }
      },
      "type": "object",
      "additionalProperties": false,
      "required": [
        "eventId",
        "sessionId",
        "occurredAt",
        "action",
        "pagePath",
        "deviceClass"
      ],
      "properties": {
        "eventId": {
          "$ref": "#/$defs/identifier",
          "description": "Identity of this click."
        },
        "sessionId": {
          "$ref": "#/$defs/identifier",
          "description": "The visit that the click belongs to; an order placed in it has the same value."
        },
        "customerId": {
          "description": "The customer, or null until the visitor signs in.",
          "type": [
            "string",
            "null"
          ],
          "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
          "maxLength": 64
        },
        "occurredAt": {
          "description": "When the visitor acted (RFC 3339).",
          "type": "string",
          "format": "date-time"
        },
        "action": {
          "description": "What the visitor did.",
          "type": "string",
          "enum": [
            "page-view",
            "product-view",
            "search",
            "add-to-cart",
            "remove-from-cart",
            "checkout",
            "purchase"
          ]
        },
        "pagePath": {
          "description": "Path of the page, without host and query.",
          "type": "string",
          "minLength": 1,
          "maxLength": 512
        },
        "productId": {
          "$ref": "#/$defs/identifier",
          "description": "The product that the action concerns; order lines have the same value."
        },
        "orderId": {
          "$ref": "#/$defs/identifier",
          "description": "The order that a purchase created."
        },
        "searchTerms": {
          "description": "The visitor's search text, as typed.",
          "type": "string",
          "minLength": 1,
          "maxLength": 200
        },
        "referrer": {
          "description": "Address of the page that led here, or null for a direct visit.",
          "type": [
            "string",
            "null"
          ],
          "maxLength": 1024
        },
        "campaign": {
          "description": "Marketing campaign that led here.",
          "type": "string",
          "minLength": 1,
          "maxLength": 64
        },
        "deviceClass": {
          "description": "Kind of device.",
          "type": "string",
          "enum": [
            "desktop",
            "mobile",
            "tablet",
            "other"
          ]
        },
        "browser": {
          "description": "Family of the browser.",
          "type": "string",
          "minLength": 1,
          "maxLength": 32
        },
        "country": {
          "description": "ISO 3166-1 alpha-2 code of the visitor's country.",
          "type": "string",
          "pattern": "^[A-Z]{2}$",
          "maxLength": 2
        },
        "ipAddress": {
          "description": "IPv4 or IPv6 address of the visitor.",
          "type": "string",
          "minLength": 2,
          "maxLength": 45
        },
        "dwellMilliseconds": {
          "description": "Time spent on the page before, in milliseconds.",
          "type": "integer",
          "minimum": 0,
          "maximum": 86400000
        }
      },
      "$defs": {
        "identifier": {
          "description": "Letters, digits and the signs . _ : - after a letter or digit.",
          "type": "string",
          "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
          "maxLength": 64
        }
      },
      "examples": [
        {
          "eventId": "clk-00000001",
          "sessionId": "ses-9f31",
          "customerId": "cus-00311",
          "occurredAt": "2026-03-02T08:58:40.017Z",
          "action": "product-view",
          "pagePath": "/products/rain-jacket",
          "productId": "prd-0102",
          "referrer": "https://search.example/",
          "campaign": "spring-rain",
          "deviceClass": "mobile",
          "browser": "Firefox",
          "country": "EE",
          "ipAddress": "192.0.2.17",
          "dwellMilliseconds": 15400
        },
        {
          "eventId": "clk-00000002",
          "sessionId": "ses-a001",
          "customerId": null,
          "occurredAt": "2026-03-02T08:59:02Z",
          "action": "search",
          "pagePath": "/search",
          "searchTerms": "water bottle",
          "referrer": null,
          "deviceClass": "desktop"
        }
      ]
    }
  },
  {
    "id": "urn:sluice:contract:ecommerce.order:1",
    "title": "Order",
    "description": "The state of one order after a change: each change of status is an event with the whole order. Money is an integer in minor units (cents), which JSON, DuckDB and Spark represent exactly and sum without casts or rounding. Every currency listed here has two decimal places, so a mart divides by 100.",
    "source": "ecommerce",
    "type": "ecommerce.order",
    "version": 1,
    "eventId": "/orderEventId",
    "eventTime": "/occurredAt",
    "partitionKey": "/orderId",
    "personalData": [
      {
        "path": "/shippingAddress/postalCode",
        "treatment": "generalise"
      }
    ],
    "departments": [
      "sales",
      "finance",
      "supply-chain"
    ],
    "windows": {
      "seconds": 60,
      "keys": [
        {
          "name": "country",
          "path": "/shippingAddress/country"
        },
        {
          "name": "currency",
          "path": "/currency"
        }
      ],
      "values": [
        {
          "name": "orders_placed",
          "aggregate": "count",
          "where": {
            "path": "/status",
            "equals": "placed"
          }
        },
        {
          "name": "revenue_minor",
          "aggregate": "sum",
          "path": "/amounts/totalMinor",
          "where": {
            "path": "/status",
            "equals": "placed"
          }
        },
        {
          "name": "order_total_minor_maximum",
          "aggregate": "maximum",
          "path": "/amounts/totalMinor",
          "where": {
            "path": "/status",
            "equals": "placed"
          }
        },
        {
          "name": "orders_delivered",
          "aggregate": "count",
          "where": {
            "path": "/status",
            "equals": "delivered"
          }
        },
        {
          "name": "orders_cancelled",
          "aggregate": "count",
          "where": {
            "path": "/status",
            "equals": "cancelled"
          }
        },
        {
          "name": "cancelled_minor",
          "aggregate": "sum",
          "path": "/amounts/totalMinor",
          "where": {
            "path": "/status",
            "equals": "cancelled"
          }
        },
        {
          "name": "orders_returned",
          "aggregate": "count",
          "where": {
            "path": "/status",
            "equals": "returned"
          }
        }
      ]
    },
    "schema": {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sluice:contract:ecommerce.order:1",
      "title": "Order",
      "description": "The state of one order after a change: each change of status is an event with the whole order. Money is an integer in minor units (cents), which JSON, DuckDB and Spark represent exactly and sum without casts or rounding. Every currency listed here has two decimal places, so a mart divides by 100.",
      "x-contract": {
        "source": "ecommerce",
        "type": "ecommerce.order",
        "version": 1,
        "eventId": "/orderEventId",
        "eventTime": "/occurredAt",
        "partitionKey": "/orderId",
        "personalData": [
          {
            "path": "/shippingAddress/postalCode",
            "treatment": "generalise"
          }
        ],
        "departments": [
          "sales",
          "finance",
          "supply-chain"
        ],
        "windows": {
          "seconds": 60,
          "keys": [
            {
              "name": "country",
              "path": "/shippingAddress/country"
            },
            {
              "name": "currency",
              "path": "/currency"
            }
          ],
          "values": [
            {
              "name": "orders_placed",
              "aggregate": "count",
              "where": {
                "path": "/status",
                "equals": "placed"
              }
            },
            {
              "name": "revenue_minor",
              "aggregate": "sum",
              "path": "/amounts/totalMinor",
              "where": {
                "path": "/status",
                "equals": "placed"
              }
            },
            {
              "name": "order_total_minor_maximum",
              "aggregate": "maximum",
              "path": "/amounts/totalMinor",
              "where": {
                "path": "/status",
                "equals": "placed"
              }
            },
            {
              "name": "orders_delivered",
              "aggregate": "count",
              "where": {
                "path": "/status",
                "equals": "delivered"
              }
            },
            {
              "name": "orders_cancelled",
              "aggregate": "count",
              "where": {
                "path": "/status",
                "equals": "cancelled"
              }
            },
            {
              "name": "cancelled_minor",
              "aggregate": "sum",
              "path": "/amounts/totalMinor",
              "where": {
                "path": "/status",
                "equals": "cancelled"
              }
            },
            {
              "name": "orders_returned",
              "aggregate": "count",
              "where": {
                "path": "/status",
                "equals": "returned"
              }
            }
          ]
        }
      },
      "type": "object",
      "additionalProperties": false,
      "required": [
        "orderEventId",
        "orderId",
        "customerId",
        "occurredAt",
        "placedAt",
        "status",
        "currency",
        "lines",
        "amounts",
        "paymentMethod",
        "shippingAddress"
      ],
      "properties": {
        "orderEventId": {
          "$ref": "#/$defs/identifier",
          "description": "Identity of this change of the order."
        },
        "orderId": {
          "$ref": "#/$defs/identifier",
          "description": "Identity of the order; shipments and clicks refer to it."
        },
        "customerId": {
          "$ref": "#/$defs/identifier",
          "description": "The customer who ordered; the customer's profile has the same value."
        },
        "sessionId": {
          "$ref": "#/$defs/identifier",
          "description": "The click session that led to the order, if it was placed online."
        },
        "occurredAt": {
          "description": "When the order reached this status (RFC 3339).",
          "type": "string",
          "format": "date-time"
        },
        "placedAt": {
          "description": "When the order was placed (RFC 3339); the same in every event of the order.",
          "type": "string",
          "format": "date-time"
        },
        "status": {
          "description": "The status that the order reached.",
          "type": "string",
          "enum": [
            "placed",
            "paid",
            "shipped",
            "delivered",
            "cancelled",
            "returned"
          ]
        },
        "channel": {
          "description": "Where the order was placed.",
          "type": "string",
          "enum": [
            "web",
            "mobile-app",
            "store",
            "marketplace"
          ]
        },
        "currency": {
          "description": "ISO 4217 code of all amounts of the order.",
          "type": "string",
          "enum": [
            "CHF",
            "CZK",
            "DKK",
            "EUR",
            "GBP",
            "NOK",
            "PLN",
            "SEK",
            "USD"
          ]
        },
        "lines": {
          "description": "The products that were ordered.",
          "type": "array",
          "minItems": 1,
          "maxItems": 100,
          "items": {
            "description": "One product of the order.",
            "type": "object",
            "additionalProperties": false,
            "required": [
              "productId",
              "sku",
              "quantity",
              "unitPriceMinor"
            ],
            "properties": {
              "productId": {
                "$ref": "#/$defs/identifier",
                "description": "Identity of the product; clicks refer to it."
              },
              "sku": {
                "$ref": "#/$defs/identifier",
                "description": "Stock keeping unit: the product in one size and colour."
              },
              "productName": {
                "description": "Name of the product when it was ordered.",
                "type": "string",
                "minLength": 1,
                "maxLength": 200
              },
              "category": {
                "description": "Category of the product when it was ordered.",
                "type": "string",
                "minLength": 1,
                "maxLength": 64
              },
              "quantity": {
                "description": "Pieces ordered.",
                "type": "integer",
                "minimum": 1,
                "maximum": 10000
              },
              "unitPriceMinor": {
                "description": "Price of one piece before discount, in minor units.",
                "type": "integer",
                "minimum": 0,
                "maximum": 100000000
              },
              "discountMinor": {
                "description": "Discount on the whole line, in minor units.",
                "type": "integer",
                "minimum": 0,
                "maximum": 1000000000000
              }
            }
          }
        },
        "amounts": {
          "description": "Sums of the order, in minor units: total = subtotal - discount + shipping + tax.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "subtotalMinor",
            "discountMinor",
            "shippingMinor",
            "taxMinor",
            "totalMinor"
          ],
          "properties": {
            "subtotalMinor": {
              "description": "Sum of quantity times unit price.",
              "type": "integer",
              "minimum": 0,
              "maximum": 1000000000000
            },
            "discountMinor": {
              "description": "Sum of all discounts.",
              "type": "integer",
              "minimum": 0,
              "maximum": 1000000000000
            },
            "shippingMinor": {
              "description": "Charge for shipping.",
              "type": "integer",
              "minimum": 0,
              "maximum": 1000000000000
            },
            "taxMinor": {
              "description": "Tax in addition.",
              "type": "integer",
              "minimum": 0,
              "maximum": 1000000000000
            },
            "totalMinor": {
              "description": "Total that the customer pays.",
              "type": "integer",
              "minimum": 0,
              "maximum": 1000000000000
            }
          }
        },
        "paymentMethod": {
          "description": "Payment method.",
          "type": "string",
          "enum": [
            "card",
            "bank-transfer",
            "wallet",
            "invoice",
            "gift-card",
            "cash"
          ]
        },
        "shippingAddress": {
          "description": "Delivery address, at most as exact as the postal code.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "city",
            "country"
          ],
          "properties": {
            "city": {
              "description": "City.",
              "type": "string",
              "minLength": 1,
              "maxLength": 100
            },
            "postalCode": {
              "description": "Postal code.",
              "type": "string",
              "minLength": 1,
              "maxLength": 16
            },
            "country": {
              "description": "ISO 3166-1 alpha-2 code of the country.",
              "type": "string",
              "pattern": "^[A-Z]{2}$",
              "maxLength": 2
            }
          }
        }
      },
      "$defs": {
        "identifier": {
          "description": "Letters, digits and the signs . _ : - after a letter or digit.",
          "type": "string",
          "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
          "maxLength": 64
        }
      },
      "examples": [
        {
          "orderEventId": "oe-000017-1",
          "orderId": "ord-000017",
          "customerId": "cus-00311",
          "sessionId": "ses-9f31",
          "occurredAt": "2026-03-02T09:01:12Z",
          "placedAt": "2026-03-02T09:01:12Z",
          "status": "placed",
          "channel": "web",
          "currency": "EUR",
          "lines": [
            {
              "productId": "prd-0102",
              "sku": "prd-0102-M-blue",
              "productName": "Rain jacket",
              "category": "outdoor",
              "quantity": 1,
              "unitPriceMinor": 8990,
              "discountMinor": 900
            },
            {
              "productId": "prd-0007",
              "sku": "prd-0007",
              "productName": "Water bottle",
              "category": "outdoor",
              "quantity": 2,
              "unitPriceMinor": 1250
            }
          ],
          "amounts": {
            "subtotalMinor": 11490,
            "discountMinor": 900,
            "shippingMinor": 490,
            "taxMinor": 2127,
            "totalMinor": 13207
          },
          "paymentMethod": "card",
          "shippingAddress": {
            "city": "Tallinn",
            "postalCode": "10115",
            "country": "EE"
          }
        },
        {
          "orderEventId": "oe-000018-2",
          "orderId": "ord-000018",
          "customerId": "cus-00007",
          "occurredAt": "2026-03-02T09:30:00+01:00",
          "placedAt": "2026-03-01T18:44:09.120+01:00",
          "status": "cancelled",
          "channel": "store",
          "currency": "PLN",
          "lines": [
            {
              "productId": "prd-0044",
              "sku": "prd-0044-L",
              "quantity": 3,
              "unitPriceMinor": 4999
            }
          ],
          "amounts": {
            "subtotalMinor": 14997,
            "discountMinor": 0,
            "shippingMinor": 0,
            "taxMinor": 3449,
            "totalMinor": 18446
          },
          "paymentMethod": "cash",
          "shippingAddress": {
            "city": "Gdańsk",
            "country": "PL"
          }
        }
      ]
    }
  },
  {
    "id": "urn:sluice:contract:iot.telemetry:1",
    "title": "Device telemetry",
    "description": "One reading of one device at one time and place. Sensors, gateways, trackers and hourly weather stations share this shape, so each metric is optional and at least one is required.",
    "source": "iot",
    "type": "iot.telemetry",
    "version": 1,
    "eventId": "/readingId",
    "eventTime": "/measuredAt",
    "partitionKey": "/deviceId",
    "personalData": [],
    "departments": [
      "operations",
      "supply-chain"
    ],
    "windows": {
      "seconds": 10,
      "keys": [
        {
          "name": "site_code",
          "path": "/site/siteCode"
        }
      ],
      "values": [
        {
          "name": "faults",
          "aggregate": "count",
          "where": {
            "path": "/status",
            "equals": "fault"
          }
        },
        {
          "name": "degraded",
          "aggregate": "count",
          "where": {
            "path": "/status",
            "equals": "degraded"
          }
        },
        {
          "name": "temperature_celsius_average",
          "aggregate": "average",
          "path": "/metrics/temperatureCelsius"
        },
        {
          "name": "temperature_celsius_minimum",
          "aggregate": "minimum",
          "path": "/metrics/temperatureCelsius"
        },
        {
          "name": "temperature_celsius_maximum",
          "aggregate": "maximum",
          "path": "/metrics/temperatureCelsius"
        },
        {
          "name": "power_watts_average",
          "aggregate": "average",
          "path": "/metrics/powerWatts"
        },
        {
          "name": "battery_percent_minimum",
          "aggregate": "minimum",
          "path": "/metrics/batteryPercent"
        }
      ]
    },
    "schema": {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sluice:contract:iot.telemetry:1",
      "title": "Device telemetry",
      "description": "One reading of one device at one time and place. Sensors, gateways, trackers and hourly weather stations share this shape, so each metric is optional and at least one is required.",
      "x-contract": {
        "source": "iot",
        "type": "iot.telemetry",
        "version": 1,
        "eventId": "/readingId",
        "eventTime": "/measuredAt",
        "partitionKey": "/deviceId",
        "personalData": [],
        "departments": [
          "operations",
          "supply-chain"
        ],
        "windows": {
          "seconds": 10,
          "keys": [
            {
              "name": "site_code",
              "path": "/site/siteCode"
            }
          ],
          "values": [
            {
              "name": "faults",
              "aggregate": "count",
              "where": {
                "path": "/status",
                "equals": "fault"
              }
            },
            {
              "name": "degraded",
              "aggregate": "count",
              "where": {
                "path": "/status",
                "equals": "degraded"
              }
            },
            {
              "name": "temperature_celsius_average",
              "aggregate": "average",
              "path": "/metrics/temperatureCelsius"
            },
            {
              "name": "temperature_celsius_minimum",
              "aggregate": "minimum",
              "path": "/metrics/temperatureCelsius"
            },
            {
              "name": "temperature_celsius_maximum",
              "aggregate": "maximum",
              "path": "/metrics/temperatureCelsius"
            },
            {
              "name": "power_watts_average",
              "aggregate": "average",
              "path": "/metrics/powerWatts"
            },
            {
              "name": "battery_percent_minimum",
              "aggregate": "minimum",
              "path": "/metrics/batteryPercent"
            }
          ]
        }
      },
      "type": "object",
      "additionalProperties": false,
      "required": [
        "readingId",
        "deviceId",
        "measuredAt",
        "site",
        "metrics",
        "status"
      ],
      "properties": {
        "readingId": {
          "$ref": "#/$defs/identifier",
          "description": "Identity of this reading; a resent reading keeps it."
        },
        "deviceId": {
          "$ref": "#/$defs/identifier",
          "description": "Identity of the device; a shipment has the same value for its tracker."
        },
        "deviceKind": {
          "description": "Kind of the device.",
          "type": "string",
          "enum": [
            "sensor",
            "gateway",
            "tracker",
            "weather-station"
          ]
        },
        "measuredAt": {
          "description": "When the device measured, by its own clock (RFC 3339).",
          "type": "string",
          "format": "date-time"
        },
        "site": {
          "description": "Place of the device.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "siteCode",
            "country",
            "latitude",
            "longitude"
          ],
          "properties": {
            "siteCode": {
              "$ref": "#/$defs/identifier",
              "description": "Code of the site: a warehouse, a shop, a weather station or an airport (IATA). Shipments have the same codes for origin and destination."
            },
            "name": {
              "description": "Name of the site.",
              "type": "string",
              "minLength": 1,
              "maxLength": 120
            },
            "country": {
              "description": "ISO 3166-1 alpha-2 code of the country.",
              "type": "string",
              "pattern": "^[A-Z]{2}$",
              "maxLength": 2
            },
            "latitude": {
              "description": "Degrees north of the equator (WGS 84).",
              "type": "number",
              "minimum": -90,
              "maximum": 90
            },
            "longitude": {
              "description": "Degrees east of Greenwich (WGS 84).",
              "type": "number",
              "minimum": -180,
              "maximum": 180
            }
          }
        },
        "metrics": {
          "description": "Measured values; the unit is part of each name.",
          "type": "object",
          "additionalProperties": false,
          "minProperties": 1,
          "properties": {
            "temperatureCelsius": {
              "description": "Temperature.",
              "type": "number",
              "minimum": -100,
              "maximum": 200
            },
            "humidityPercent": {
              "description": "Relative humidity.",
              "type": "number",
              "minimum": 0,
              "maximum": 100
            },
            "pressureHectopascal": {
              "description": "Air pressure.",
              "type": "number",
              "minimum": 300,
              "maximum": 1100
            },
            "windSpeedMetresPerSecond": {
              "description": "Wind speed.",
              "type": "number",
              "minimum": 0,
              "maximum": 120
            },
            "precipitationMillimetres": {
              "description": "Precipitation since the previous reading.",
              "type": "number",
              "minimum": 0,
              "maximum": 500
            },
            "vibrationMillimetresPerSecond": {
              "description": "Vibration velocity, root mean square.",
              "type": "number",
              "minimum": 0,
              "maximum": 200
            },
            "powerWatts": {
              "description": "Electrical power of the observed machine.",
              "type": "number",
              "minimum": 0,
              "maximum": 1000000
            },
            "batteryPercent": {
              "description": "Charge of the device's battery.",
              "type": "number",
              "minimum": 0,
              "maximum": 100
            },
            "signalDecibelMilliwatts": {
              "description": "Strength of the received radio signal.",
              "type": "number",
              "minimum": -150,
              "maximum": 0
            }
          }
        },
        "firmware": {
          "description": "Firmware version of the device.",
          "type": "string",
          "minLength": 1,
          "maxLength": 32
        },
        "status": {
          "description": "Status that the device reports of itself.",
          "type": "string",
          "enum": [
            "ok",
            "degraded",
            "fault",
            "maintenance"
          ]
        }
      },
      "$defs": {
        "identifier": {
          "description": "Letters, digits and the signs . _ : - after a letter or digit.",
          "type": "string",
          "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
          "maxLength": 64
        }
      },
      "examples": [
        {
          "readingId": "7d0a1c1e-6a53-4c8e-9a55-0f4f0a1f5b21",
          "deviceId": "dev-00042",
          "deviceKind": "sensor",
          "measuredAt": "2026-03-02T08:15:30.250Z",
          "site": {
            "siteCode": "WH-GDN-1",
            "name": "Gdansk warehouse 1",
            "country": "PL",
            "latitude": 54.372,
            "longitude": 18.638
          },
          "metrics": {
            "temperatureCelsius": 21.4,
            "humidityPercent": 46.2,
            "pressureHectopascal": 1013.2,
            "vibrationMillimetresPerSecond": 1.7,
            "batteryPercent": 88
          },
          "firmware": "2.4.1",
          "status": "ok"
        },
        {
          "readingId": "KSEA:2010-01-01T01:00",
          "deviceId": "weather-KSEA",
          "deviceKind": "weather-station",
          "measuredAt": "2010-01-01T01:00:00-08:00",
          "site": {
            "siteCode": "SEA",
            "country": "US",
            "latitude": 47.449,
            "longitude": -122.309
          },
          "metrics": {
            "temperatureCelsius": 4,
            "pressureHectopascal": 1016.6,
            "windSpeedMetresPerSecond": 3.8
          },
          "status": "ok"
        }
      ]
    }
  },
  {
    "id": "urn:sluice:contract:logistics.shipment:1",
    "title": "Shipment event",
    "description": "One step of one shipment: a parcel on the road, or a leg flown between two airports. A delay is negative when the shipment was early.",
    "source": "logistics",
    "type": "logistics.shipment",
    "version": 1,
    "eventId": "/shipmentEventId",
    "eventTime": "/occurredAt",
    "partitionKey": "/shipmentId",
    "personalData": [],
    "departments": [
      "supply-chain",
      "customer-care",
      "operations"
    ],
    "windows": {
      "seconds": 60,
      "keys": [
        {
          "name": "carrier_code",
          "path": "/carrierCode"
        }
      ],
      "values": [
        {
          "name": "departures",
          "aggregate": "count",
          "where": {
            "path": "/status",
            "equals": "departed"
          }
        },
        {
          "name": "deliveries",
          "aggregate": "count",
          "where": {
            "path": "/status",
            "equals": "delivered"
          }
        },
        {
          "name": "failures",
          "aggregate": "count",
          "where": {
            "path": "/status",
            "equals": "failed"
          }
        },
        {
          "name": "returns",
          "aggregate": "count",
          "where": {
            "path": "/status",
            "equals": "returned"
          }
        },
        {
          "name": "delay_minutes_average",
          "aggregate": "average",
          "path": "/delayMinutes"
        },
        {
          "name": "delay_minutes_maximum",
          "aggregate": "maximum",
          "path": "/delayMinutes"
        }
      ]
    },
    "schema": {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "$id": "urn:sluice:contract:logistics.shipment:1",
      "title": "Shipment event",
      "description": "One step of one shipment: a parcel on the road, or a leg flown between two airports. A delay is negative when the shipment was early.",
      "x-contract": {
        "source": "logistics",
        "type": "logistics.shipment",
        "version": 1,
        "eventId": "/shipmentEventId",
        "eventTime": "/occurredAt",
        "partitionKey": "/shipmentId",
        "personalData": [],
        "departments": [
          "supply-chain",
          "customer-care",
          "operations"
        ],
        "windows": {
          "seconds": 60,
          "keys": [
            {
              "name": "carrier_code",
              "path": "/carrierCode"
            }
          ],
          "values": [
            {
              "name": "departures",
              "aggregate": "count",
              "where": {
                "path": "/status",
                "equals": "departed"
              }
            },
            {
              "name": "deliveries",
              "aggregate": "count",
              "where": {
                "path": "/status",
                "equals": "delivered"
              }
            },
            {
              "name": "failures",
              "aggregate": "count",
              "where": {
                "path": "/status",
                "equals": "failed"
              }
            },
            {
              "name": "returns",
              "aggregate": "count",
              "where": {
                "path": "/status",
                "equals": "returned"
              }
            },
            {
              "name": "delay_minutes_average",
              "aggregate": "average",
              "path": "/delayMinutes"
            },
            {
              "name": "delay_minutes_maximum",
              "aggregate": "maximum",
              "path": "/delayMinutes"
            }
          ]
        }
      },
      "type": "object",
      "additionalProperties": false,
      "required": [
        "shipmentEventId",
        "shipmentId",
        "carrierCode",
        "mode",
        "origin",
        "destination",
        "status",
        "occurredAt"
      ],
      "properties": {
        "shipmentEventId": {
          "$ref": "#/$defs/identifier",
          "description": "Identity of this step."
        },
        "shipmentId": {
          "$ref": "#/$defs/identifier",
          "description": "Identity of the shipment."
        },
        "orderId": {
          "$ref": "#/$defs/identifier",
          "description": "The order that is shipped, if there is one."
        },
        "trackerDeviceId": {
          "$ref": "#/$defs/identifier",
          "description": "The tracker of the shipment; its telemetry has the same deviceId."
        },
        "carrierCode": {
          "$ref": "#/$defs/identifier",
          "description": "Carrier of the shipment."
        },
        "mode": {
          "description": "Mode of transport.",
          "type": "string",
          "enum": [
            "road",
            "rail",
            "sea",
            "air"
          ]
        },
        "origin": {
          "$ref": "#/$defs/stop",
          "description": "Place of departure."
        },
        "destination": {
          "$ref": "#/$defs/stop",
          "description": "Destination."
        },
        "status": {
          "description": "The status that the shipment reached.",
          "type": "string",
          "enum": [
            "created",
            "departed",
            "in-transit",
            "arrived",
            "delivered",
            "failed",
            "returned"
          ]
        },
        "occurredAt": {
          "description": "When the shipment reached this status (RFC 3339).",
          "type": "string",
          "format": "date-time"
        },
        "scheduledDepartureAt": {
          "description": "Planned departure (RFC 3339).",
          "type": "string",
          "format": "date-time"
        },
        "actualDepartureAt": {
          "description": "Actual departure (RFC 3339).",
          "type": "string",
          "format": "date-time"
        },
        "scheduledArrivalAt": {
          "description": "Planned arrival (RFC 3339).",
          "type": "string",
          "format": "date-time"
        },
        "actualArrivalAt": {
          "description": "Actual arrival (RFC 3339).",
          "type": "string",
          "format": "date-time"
        },
        "delayMinutes": {
          "description": "Minutes behind schedule; negative if early.",
          "type": "integer",
          "minimum": -10080,
          "maximum": 525600
        },
        "distanceKilometres": {
          "description": "Length of the route.",
          "type": "number",
          "minimum": 0,
          "maximum": 50000
        },
        "weightKilograms": {
          "description": "Weight of the shipment.",
          "type": "number",
          "minimum": 0,
          "maximum": 1000000
        },
        "parcels": {
          "description": "Number of parcels.",
          "type": "integer",
          "minimum": 1,
          "maximum": 100000
        }
      },
      "$defs": {
        "identifier": {
          "description": "Letters, digits and the signs . _ : - after a letter or digit.",
          "type": "string",
          "pattern": "^[A-Za-z0-9][A-Za-z0-9._:-]*$",
          "maxLength": 64
        },
        "stop": {
          "description": "One end of the route.",
          "type": "object",
          "additionalProperties": false,
          "required": [
            "siteCode"
          ],
          "properties": {
            "siteCode": {
              "$ref": "#/$defs/identifier",
              "description": "Code of the site: a warehouse, a shop, a depot or an airport (IATA). Devices have the same codes for their site."
            },
            "city": {
              "description": "City.",
              "type": "string",
              "minLength": 1,
              "maxLength": 100
            },
            "country": {
              "description": "ISO 3166-1 alpha-2 code of the country.",
              "type": "string",
              "pattern": "^[A-Z]{2}$",
              "maxLength": 2
            }
          }
        }
      },
      "examples": [
        {
          "shipmentEventId": "she-000051-3",
          "shipmentId": "shp-000051",
          "orderId": "ord-000017",
          "trackerDeviceId": "dev-00907",
          "carrierCode": "NORDPOST",
          "mode": "road",
          "origin": {
            "siteCode": "WH-GDN-1",
            "city": "Gdansk",
            "country": "PL"
          },
          "destination": {
            "siteCode": "DP-TLL-2",
            "city": "Tallinn",
            "country": "EE"
          },
          "status": "delivered",
          "occurredAt": "2026-03-05T14:02:00+02:00",
          "scheduledDepartureAt": "2026-03-03T06:00:00+01:00",
          "actualDepartureAt": "2026-03-03T06:12:00+01:00",
          "scheduledArrivalAt": "2026-03-05T12:00:00+02:00",
          "actualArrivalAt": "2026-03-05T14:02:00+02:00",
          "delayMinutes": 122,
          "distanceKilometres": 1004.5,
          "weightKilograms": 1.8,
          "parcels": 1
        },
        {
          "shipmentEventId": "LAX-BNA:2001-01-01T06:55",
          "shipmentId": "LAX-BNA:2001-01-01",
          "carrierCode": "US-AIR",
          "mode": "air",
          "origin": {
            "siteCode": "LAX",
            "country": "US"
          },
          "destination": {
            "siteCode": "BNA",
            "country": "US"
          },
          "status": "arrived",
          "occurredAt": "2001-01-01T06:55:00-08:00",
          "delayMinutes": -19,
          "distanceKilometres": 2892
        }
      ]
    }
  }
];
exports.contracts = contracts;
