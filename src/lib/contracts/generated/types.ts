// Written by `npm run generate` from schemas/. Change the schema, not this file.

/**
 * One change of one customer's profile. An upsert has the whole profile after the change. A delete has no profile, so that an erasure adds no personal data.
 */
export interface CustomersProfileV1 {
  /**
   * Identity of this change.
   */
  changeId: string
  /**
   * Identity of the customer; orders and clicks refer to it.
   */
  customerId: string
  /**
   * When the profile changed (RFC 3339).
   */
  changedAt: string
  /**
   * What happened to the profile.
   */
  operation: ("upsert" | "delete")
  /**
   * The profile after the change; required in an upsert, absent in a delete.
   */
  profile?: {
    /**
     * Given name.
     */
    firstName: string
    /**
     * Family name.
     */
    lastName: string
    /**
     * E-mail address.
     */
    email: string
    /**
     * Telephone number in international form (E.164).
     */
    phone?: string
    /**
     * Date of birth.
     */
    birthDate?: string
    /**
     * Postal address.
     */
    address: {
      /**
       * Street and house number.
       */
      street?: string
      /**
       * City.
       */
      city: string
      /**
       * Postal code.
       */
      postalCode?: string
      /**
       * ISO 3166-1 alpha-2 code of the country.
       */
      country: string
    }
    /**
     * Commercial segment.
     */
    segment: ("consumer" | "premium" | "small-business" | "enterprise")
    /**
     * What the customer agreed to.
     */
    consent: {
      /**
       * Whether the customer agreed to advertising.
       */
      marketing: boolean
      /**
       * Whether the customer agreed to profiling for recommendations.
       */
      profiling: boolean
    }
    /**
     * Day on which the customer registered.
     */
    registeredOn?: string
  }
}

/** The newest version of `customers.profile`. */
export type CustomersProfile = CustomersProfileV1;

/**
 * One action of one visitor of the shop, in the order of their session.
 */
export interface EcommerceClickstreamV1 {
  /**
   * Identity of this click.
   */
  eventId: string
  /**
   * The visit that the click belongs to; an order placed in it has the same value.
   */
  sessionId: string
  /**
   * The customer, or null until the visitor signs in.
   */
  customerId?: (string | null)
  /**
   * When the visitor acted (RFC 3339).
   */
  occurredAt: string
  /**
   * What the visitor did.
   */
  action: ("page-view" | "product-view" | "search" | "add-to-cart" | "remove-from-cart" | "checkout" | "purchase")
  /**
   * Path of the page, without host and query.
   */
  pagePath: string
  /**
   * The product that the action concerns; order lines have the same value.
   */
  productId?: string
  /**
   * The order that a purchase created.
   */
  orderId?: string
  /**
   * The visitor's search text, as typed.
   */
  searchTerms?: string
  /**
   * Address of the page that led here, or null for a direct visit.
   */
  referrer?: (string | null)
  /**
   * Marketing campaign that led here.
   */
  campaign?: string
  /**
   * Kind of device.
   */
  deviceClass: ("desktop" | "mobile" | "tablet" | "other")
  /**
   * Family of the browser.
   */
  browser?: string
  /**
   * ISO 3166-1 alpha-2 code of the visitor's country.
   */
  country?: string
  /**
   * IPv4 or IPv6 address of the visitor.
   */
  ipAddress?: string
  /**
   * Time spent on the page before, in milliseconds.
   */
  dwellMilliseconds?: number
}

/** The newest version of `ecommerce.clickstream`. */
export type EcommerceClickstream = EcommerceClickstreamV1;

/**
 * The state of one order after a change: each change of status is an event with the whole order. Money is an integer in minor units (cents), which JSON, DuckDB and Spark represent exactly and sum without casts or rounding. Every currency listed here has two decimal places, so a mart divides by 100.
 */
export interface EcommerceOrderV1 {
  /**
   * Identity of this change of the order.
   */
  orderEventId: string
  /**
   * Identity of the order; shipments and clicks refer to it.
   */
  orderId: string
  /**
   * The customer who ordered; the customer's profile has the same value.
   */
  customerId: string
  /**
   * The click session that led to the order, if it was placed online.
   */
  sessionId?: string
  /**
   * When the order reached this status (RFC 3339).
   */
  occurredAt: string
  /**
   * When the order was placed (RFC 3339); the same in every event of the order.
   */
  placedAt: string
  /**
   * The status that the order reached.
   */
  status: ("placed" | "paid" | "shipped" | "delivered" | "cancelled" | "returned")
  /**
   * Where the order was placed.
   */
  channel?: ("web" | "mobile-app" | "store" | "marketplace")
  /**
   * ISO 4217 code of all amounts of the order.
   */
  currency: ("CHF" | "CZK" | "DKK" | "EUR" | "GBP" | "NOK" | "PLN" | "SEK" | "USD")
  /**
   * The products that were ordered.
   *
   * @minItems 1
   * @maxItems 100
   */
  lines: {
    /**
     * Identity of the product; clicks refer to it.
     */
    productId: string
    /**
     * Stock keeping unit: the product in one size and colour.
     */
    sku: string
    /**
     * Name of the product when it was ordered.
     */
    productName?: string
    /**
     * Category of the product when it was ordered.
     */
    category?: string
    /**
     * Pieces ordered.
     */
    quantity: number
    /**
     * Price of one piece before discount, in minor units.
     */
    unitPriceMinor: number
    /**
     * Discount on the whole line, in minor units.
     */
    discountMinor?: number
  }[]
  /**
   * Sums of the order, in minor units: total = subtotal - discount + shipping + tax.
   */
  amounts: {
    /**
     * Sum of quantity times unit price.
     */
    subtotalMinor: number
    /**
     * Sum of all discounts.
     */
    discountMinor: number
    /**
     * Charge for shipping.
     */
    shippingMinor: number
    /**
     * Tax in addition.
     */
    taxMinor: number
    /**
     * Total that the customer pays.
     */
    totalMinor: number
  }
  /**
   * Payment method.
   */
  paymentMethod: ("card" | "bank-transfer" | "wallet" | "invoice" | "gift-card" | "cash")
  /**
   * Delivery address, at most as exact as the postal code.
   */
  shippingAddress: {
    /**
     * City.
     */
    city: string
    /**
     * Postal code.
     */
    postalCode?: string
    /**
     * ISO 3166-1 alpha-2 code of the country.
     */
    country: string
  }
}

/** The newest version of `ecommerce.order`. */
export type EcommerceOrder = EcommerceOrderV1;

/**
 * One reading of one device at one time and place. Sensors, gateways, trackers and hourly weather stations share this shape, so each metric is optional and at least one is required.
 */
export interface IotTelemetryV1 {
  /**
   * Identity of this reading; a resent reading keeps it.
   */
  readingId: string
  /**
   * Identity of the device; a shipment has the same value for its tracker.
   */
  deviceId: string
  /**
   * Kind of the device.
   */
  deviceKind?: ("sensor" | "gateway" | "tracker" | "weather-station")
  /**
   * When the device measured, by its own clock (RFC 3339).
   */
  measuredAt: string
  /**
   * Place of the device.
   */
  site: {
    /**
     * Code of the site: a warehouse, a shop, a weather station or an airport (IATA). Shipments have the same codes for origin and destination.
     */
    siteCode: string
    /**
     * Name of the site.
     */
    name?: string
    /**
     * ISO 3166-1 alpha-2 code of the country.
     */
    country: string
    /**
     * Degrees north of the equator (WGS 84).
     */
    latitude: number
    /**
     * Degrees east of Greenwich (WGS 84).
     */
    longitude: number
  }
  /**
   * Measured values; the unit is part of each name.
   */
  metrics: {
    /**
     * Temperature.
     */
    temperatureCelsius?: number
    /**
     * Relative humidity.
     */
    humidityPercent?: number
    /**
     * Air pressure.
     */
    pressureHectopascal?: number
    /**
     * Wind speed.
     */
    windSpeedMetresPerSecond?: number
    /**
     * Precipitation since the previous reading.
     */
    precipitationMillimetres?: number
    /**
     * Vibration velocity, root mean square.
     */
    vibrationMillimetresPerSecond?: number
    /**
     * Electrical power of the observed machine.
     */
    powerWatts?: number
    /**
     * Charge of the device's battery.
     */
    batteryPercent?: number
    /**
     * Strength of the received radio signal.
     */
    signalDecibelMilliwatts?: number
  }
  /**
   * Firmware version of the device.
   */
  firmware?: string
  /**
   * Status that the device reports of itself.
   */
  status: ("ok" | "degraded" | "fault" | "maintenance")
}

/** The newest version of `iot.telemetry`. */
export type IotTelemetry = IotTelemetryV1;

/**
 * One step of one shipment: a parcel on the road, or a leg flown between two airports. A delay is negative when the shipment was early.
 */
export interface LogisticsShipmentV1 {
  /**
   * Identity of this step.
   */
  shipmentEventId: string
  /**
   * Identity of the shipment.
   */
  shipmentId: string
  /**
   * The order that is shipped, if there is one.
   */
  orderId?: string
  /**
   * The tracker of the shipment; its telemetry has the same deviceId.
   */
  trackerDeviceId?: string
  /**
   * Carrier of the shipment.
   */
  carrierCode: string
  /**
   * Mode of transport.
   */
  mode: ("road" | "rail" | "sea" | "air")
  /**
   * Place of departure.
   */
  origin: {
    /**
     * Code of the site: a warehouse, a shop, a depot or an airport (IATA). Devices have the same codes for their site.
     */
    siteCode: string
    /**
     * City.
     */
    city?: string
    /**
     * ISO 3166-1 alpha-2 code of the country.
     */
    country?: string
  }
  /**
   * Destination.
   */
  destination: {
    /**
     * Code of the site: a warehouse, a shop, a depot or an airport (IATA). Devices have the same codes for their site.
     */
    siteCode: string
    /**
     * City.
     */
    city?: string
    /**
     * ISO 3166-1 alpha-2 code of the country.
     */
    country?: string
  }
  /**
   * The status that the shipment reached.
   */
  status: ("created" | "departed" | "in-transit" | "arrived" | "delivered" | "failed" | "returned")
  /**
   * When the shipment reached this status (RFC 3339).
   */
  occurredAt: string
  /**
   * Planned departure (RFC 3339).
   */
  scheduledDepartureAt?: string
  /**
   * Actual departure (RFC 3339).
   */
  actualDepartureAt?: string
  /**
   * Planned arrival (RFC 3339).
   */
  scheduledArrivalAt?: string
  /**
   * Actual arrival (RFC 3339).
   */
  actualArrivalAt?: string
  /**
   * Minutes behind schedule; negative if early.
   */
  delayMinutes?: number
  /**
   * Length of the route.
   */
  distanceKilometres?: number
  /**
   * Weight of the shipment.
   */
  weightKilograms?: number
  /**
   * Number of parcels.
   */
  parcels?: number
}

/** The newest version of `logistics.shipment`. */
export type LogisticsShipment = LogisticsShipmentV1;
