package dev.sojourn.core.replay;

import dev.sojourn.dsl.ContactView;
import org.jspecify.annotations.Nullable;

/** The contact as one pass sees it: what a segment once read of it stands. */
final class RecordedContact implements ContactView {
  private final Playback playback;

  RecordedContact(Playback playback) {
    this.playback = playback;
  }

  private ContactView stored() {
    return playback.segment().contact();
  }

  @Override
  public String getId() {
    return String.valueOf(playback.contact("id", () -> stored().getId()));
  }

  @Override
  public @Nullable String getEmail() {
    return (String) playback.contact("email", () -> stored().getEmail());
  }

  @Override
  public @Nullable Object get(String name) {
    return switch (name) {
      case "id" -> getId();
      case "email" -> getEmail();
      default -> playback.contact(name, () -> stored().get(name));
    };
  }
}
