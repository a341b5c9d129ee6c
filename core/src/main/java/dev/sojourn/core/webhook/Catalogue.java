package dev.sojourn.core.webhook;

import java.util.List;

/** The types of what endpoints can be told. */
public final class Catalogue {
  /** Sent by the test of an endpoint alone; nobody subscribes to it. */
  public static final String TEST = "webhook.test";

  private static final List<String> TYPES =
      List.of(
          "contact.created",
          "contact.updated",
          "contact.deleted",
          "contact.unsubscribed",
          "email.sent",
          "email.delivered",
          "email.opened",
          "email.clicked",
          "email.bounced",
          "email.complained",
          "journey.completed",
          "journey.exited",
          "journey.failed",
          "bucket.entered",
          "bucket.left");

  private Catalogue() {}

  /** All that can be subscribed to. */
  public static List<String> types() {
    return TYPES;
  }
}
