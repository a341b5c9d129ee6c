package dev.sojourn.runtime.contact;

/** The SQL of browsers that say nothing of who they are. */
final class AnonymousStore {
  static final String IS_IDENTIFIED =
      """
      select exists (
        select from contact_keys k
        join contacts c on c.id = k.contact_id
        where k.tenant = $1::int4 and k.kind = 3 and k.value = $2::text
          and (c.external_id is not null or c.email is not null)) as identified
      """;

  private AnonymousStore() {}
}
