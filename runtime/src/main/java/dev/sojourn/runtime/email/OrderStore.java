package dev.sojourn.runtime.email;

/** The SQL of orders. */
final class OrderStore {
  /** Waits for whoever is at the same key; nothing is written once that one has committed. */
  static final String TAKE_KEY =
      """
      insert into send_keys(tenant, key_hash, send_id)
      values (0, $1::uuid, $2::int8)
      on conflict (tenant, key_hash) do nothing
      """;

  static final String HOLDER =
      """
      select s.id, s.status, s.sent_at, s.reason, s.error
      from send_keys k
      join sends s on s.id = k.send_id
      where k.tenant = 0 and k.key_hash = $1::uuid
      """;

  /** What was refused may be asked for again. */
  static final String DROP_KEY =
      "delete from send_keys k where k.tenant = 0 and k.key_hash = $1::uuid";

  /** For whoever the contact is by now. */
  static final String PLACE =
      """
      insert into sends(id, contact_id, due_at, status, reason, template, category, request,
        to_email, files, bytes)
      values ($1::int8,
        coalesce((select c.merged_into from contacts c where c.id = $2::int8), $2::int8), $3::timestamptz, $4::text, $5::text, $6::text, $7::text,
        $8::text, $9::text, $10::int2, $11::int4)
      """;

  private OrderStore() {}
}
