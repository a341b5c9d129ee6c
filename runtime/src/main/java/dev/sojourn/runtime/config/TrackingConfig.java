package dev.sojourn.runtime.config;

/**
 * What is watched of the readers of mails, unless a template says no.
 *
 * @param opens whether mails carry a pixel ({@code TRACK_OPENS}, default true)
 * @param clicks whether links lead through us ({@code TRACK_CLICKS}, default true)
 * @param url where links and pixel lead: {@link ServerConfig#publicUrl}
 */
public record TrackingConfig(boolean opens, boolean clicks, String url) {
  static TrackingConfig from(Settings settings, String url) {
    return new TrackingConfig(
        settings.flag("TRACK_OPENS", true), settings.flag("TRACK_CLICKS", true), url);
  }
}
