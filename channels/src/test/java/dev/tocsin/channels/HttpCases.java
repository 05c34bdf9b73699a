package dev.tocsin.channels;

import java.util.stream.Stream;

/** Every kind that sends over HTTP; a new kind is one entry here. */
final class HttpCases {

  private HttpCases() {}

  static Stream<HttpCase> all() {
    return Stream.of(
        HttpCase.of("mattermost", "{\"url\": \"BASE/hooks/SECRET\", \"channel\": \"ops\"}"),
        HttpCase.of("rocketchat", "{\"url\": \"BASE/hooks/1/SECRET\"}")
            .takes(200, "{\"success\": true}"),
        HttpCase.of("slack", "{\"url\": \"BASE/services/T/B/SECRET\"}")
            .isGone(403, "action_prohibited"),
        HttpCase.of(
                "webhook",
                """
                {"down": {"method": "POST", "url": "BASE/SECRET?key=SECRET",
                          "headers": {"Authorization": "Bearer SECRET"},
                          "body": "$NAME is $STATUS $NOTICE"}}
                """)
            .isSentTemplates());
  }
}
