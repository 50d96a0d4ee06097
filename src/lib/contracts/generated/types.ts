// Written by `npm run generate` from schemas/. Change the schema, not this file.

/**
 * One change of one customer's profile. An upsert carries the whole profile as it is after the change; a delete carries none of it, so that an erasure adds no personal data.
 */
export interface CustomersProfileV1 {
  /**
   * Identity of this change.
   */
  changeId: string
  /**
   * Identity of the customer; orders and clicks name it.
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
   * The profile after the change; an upsert has it, a delete has not.
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
       * May be sent advertising.
       */
      marketing: boolean
      /**
       * May be profiled for recommendations.
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
   * The visit that the click belongs to; an order placed in it names the same value.
   */
  sessionId: string
  /**
   * Who clicked, or null as long as the visitor has not signed in.
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
   * The product that the action concerns; order lines name the same value.
   */
  productId?: string
  /**
   * The order that a purchase made.
   */
  orderId?: string
  /**
   * What the visitor searched for, as typed.
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
 * The state of one order after a change: each change of status is an event that carries the whole order. Money is an integer in minor units (cents): exact in JSON, DuckDB and Spark alike, summed without casts, and free of the rounding that binary floating point brings; every currency listed here has two decimal places, so a mart divides by 100.
 */
export interface EcommerceOrderV1 {
  /**
   * Identity of this change of the order.
   */
  orderEventId: string
  /**
   * Identity of the order; shipments and clicks name it.
   */
  orderId: string
  /**
   * Who ordered; the customer's profile has the same value.
   */
  customerId: string
  /**
   * The click session that led to the order, if it was placed on line.
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
   * ISO 4217 code that all amounts of the order are in.
   */
  currency: ("CHF" | "CZK" | "DKK" | "EUR" | "GBP" | "NOK" | "PLN" | "SEK" | "USD")
  /**
   * What was ordered.
   *
   * @minItems 1
   * @maxItems 100
   */
  lines: {
    /**
     * Identity of the product; clicks name it.
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
     * Tax on top.
     */
    taxMinor: number
    /**
     * What the customer pays.
     */
    totalMinor: number
  }
  /**
   * How the customer pays.
   */
  paymentMethod: ("card" | "bank-transfer" | "wallet" | "invoice" | "gift-card" | "cash")
  /**
   * Where the order goes, no finer than the postal code.
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
 * One reading of one device: what it measured at one moment, and where. Sensors, gateways, trackers and hourly weather stations share this shape, so each metric is optional and at least one is required.
 */
export interface IotTelemetryV1 {
  /**
   * Identity of this reading; a resent reading keeps it.
   */
  readingId: string
  /**
   * Identity of the device; a shipment names its tracker with the same value.
   */
  deviceId: string
  /**
   * What the device is.
   */
  deviceKind?: ("sensor" | "gateway" | "tracker" | "weather-station")
  /**
   * When the device measured, by its own clock (RFC 3339).
   */
  measuredAt: string
  /**
   * Where the device stood.
   */
  site: {
    /**
     * Code of the site: a warehouse, a shop, a weather station or an airport (IATA). Shipments name origin and destination with the same codes.
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
   * What was measured; the unit is part of each name.
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
     * Precipitation since the reading before.
     */
    precipitationMillimetres?: number
    /**
     * Vibration velocity, root mean square.
     */
    vibrationMillimetresPerSecond?: number
    /**
     * Electrical power drawn by the observed machine.
     */
    powerWatts?: number
    /**
     * Charge left in the device's battery.
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
   * How the device judged itself.
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
   * The device that travels along; its telemetry names the same deviceId.
   */
  trackerDeviceId?: string
  /**
   * Who carries it.
   */
  carrierCode: string
  /**
   * How it travels.
   */
  mode: ("road" | "rail" | "sea" | "air")
  /**
   * Where it starts.
   */
  origin: {
    /**
     * Code of the site: a warehouse, a shop, a depot or an airport (IATA). Devices name their site with the same codes.
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
   * Where it goes.
   */
  destination: {
    /**
     * Code of the site: a warehouse, a shop, a depot or an airport (IATA). Devices name their site with the same codes.
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
   * Departure as it was (RFC 3339).
   */
  actualDepartureAt?: string
  /**
   * Planned arrival (RFC 3339).
   */
  scheduledArrivalAt?: string
  /**
   * Arrival as it was (RFC 3339).
   */
  actualArrivalAt?: string
  /**
   * Minutes behind plan; negative when early.
   */
  delayMinutes?: number
  /**
   * Length of the way.
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
