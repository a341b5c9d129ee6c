package dev.sojourn.hatchet.fake;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry of a durable log. Owned by the loop. */
final class Node {
  /** What an entry records. */
  enum Kind {
    RUN,
    WAIT_FOR,
    MEMO
  }

  final long id;
  final Kind kind;

  /** What a replay is compared with. */
  final String identity;

  /** In a person's words, for errors. */
  final String label;

  final Instant insertedAt;

  /** Of a wait. */
  List<OpenCondition> conditions = List.of();

  /** Of a child run. */
  @Nullable String childId;

  boolean isSatisfied;
  @Nullable Instant satisfiedAt;

  /** The place among the satisfied entries of the task, from 1; null for memos, which have none. */
  @Nullable Long order;

  /** The result, JSON of a wait or child, any bytes of a memo. */
  byte[] payload = new byte[0];

  @Nullable String failure;

  Node(long id, Kind kind, String identity, String label, Instant insertedAt) {
    this.id = id;
    this.kind = kind;
    this.identity = identity;
    this.label = label;
    this.insertedAt = insertedAt;
  }
}
