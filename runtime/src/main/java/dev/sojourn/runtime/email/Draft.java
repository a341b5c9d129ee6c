package dev.sojourn.runtime.email;

import dev.sojourn.dsl.definition.OnStopped;
import dev.sojourn.dsl.definition.SendPolicy;
import dev.sojourn.runtime.preference.Address;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a claimed send comes to before it is admitted. */
sealed interface Draft {
  Claim claim();

  /** Whom it is for, if that is known. */
  Optional<Address> recipient();

  /** How an address is counted, locked and looked up. */
  static String plain(String email) {
    return email.toLowerCase(Locale.ROOT);
  }

  /**
   * It may go out.
   *
   * @param address whom it is for, as it is counted; it may be handed to somebody else
   * @param bytes the mail as it is stored, or null if it already is
   * @param policy what holds for it
   * @param unchecked whether neither preferences nor caps nor gaps hold for it
   * @param zone the contact's
   */
  record Ready(
      Claim claim,
      String address,
      OutgoingMail mail,
      @Nullable Buffer bytes,
      @Nullable Integer templateVersion,
      SendPolicy policy,
      boolean unchecked,
      ZoneId zone)
      implements Draft {
    /** A mail that was admitted before: the same bytes, no gap, and held outside the hours. */
    static Ready again(Claim claim, OutgoingMail mail, SendRequest request, ZoneId zone) {
      var policy =
          new SendPolicy(claim.category(), Duration.ZERO, request.policy().hours(), OnStopped.HOLD);
      var address = claim.address() == null ? plain(mail.to()) : claim.address();
      return new Ready(claim, address, mail, null, null, policy, request.unchecked(), zone);
    }

    /** The same once it is stored, without the bytes. */
    Ready stored() {
      return bytes == null
          ? this
          : new Ready(claim, address, mail, null, templateVersion, policy, unchecked, zone);
    }

    @Override
    public Optional<Address> recipient() {
      return Optional.of(recipientOf(claim, address));
    }
  }

  /**
   * It does not go out now, whether it is wanted or not.
   *
   * @param address whom it would go to, or null if nobody needs to be asked
   * @param outcome how this claim of it ends, unless it is not wanted
   */
  record Unmade(@Nullable String address, Outcome outcome) implements Draft {
    @Override
    public Claim claim() {
      return outcome.claim();
    }

    @Override
    public Optional<Address> recipient() {
      return Optional.ofNullable(address).map(known -> recipientOf(claim(), known));
    }
  }

  private static Address recipientOf(Claim claim, String address) {
    return new Address(Objects.requireNonNullElse(claim.contactId(), 0L), plain(address));
  }
}
