// Bookings of Cal.com. Set CAL_WEBHOOK_SECRET to what you gave it, and its URL to …/v1/webhooks/cal.
source('cal') {
  hmac 'CAL_WEBHOOK_SECRET', header: 'x-cal-signature-256'

  expects triggerEvent: 'text', 'payload.uid': 'text?', 'payload.attendees': 'list?'

  transform { payload, raw ->
    def names = [
        BOOKING_CREATED    : 'booking.created',
        BOOKING_RESCHEDULED: 'booking.rescheduled',
        BOOKING_CANCELLED  : 'booking.cancelled'
    ]
    def name = names[payload.text('triggerEvent')]
    def email = payload.text('payload.attendees.0.email')
    if (name == null || email == null) {
      return null
    }
    event name,
        email: email,
        eventProperties: [bookingId: payload.text('payload.uid'), title: payload.text('payload.title'), startsAt: payload.text('payload.startTime')],
        contactProperties: [timezone: payload.text('payload.attendees.0.timeZone')].findAll { property, value -> value != null },
        idempotencyKey: "cal:${payload.text('payload.uid')}:${payload.text('triggerEvent')}:${raw.digest}",
        timestamp: payload.text('createdAt')
  }
}
