package dev.tocsin.channels;

import java.time.Duration;
import java.util.stream.Stream;

/** Every kind that sends over HTTP; a new kind is one entry here. */
public final class HttpCases {

  private HttpCases() {}

  /** The kind with this code. */
  public static HttpCase of(String code) {
    return all().filter(one -> one.code().equals(code)).findFirst().orElseThrow();
  }

  static Stream<HttpCase> all() {
    return Stream.of(
        HttpCase.of("discord", "{\"url\": \"BASE/api/webhooks/1/SECRET\"}")
            .takes(204, "")
            .isGone(404, "{\"message\": \"Unknown Webhook SECRET\", \"code\": 10015}")
            .isBusy(
                429,
                "{\"message\": \"You are being rate limited.\", \"retry_after\": 0.529,"
                    + " \"global\": false}",
                Duration.ofMillis(529)),
        HttpCase.of("googlechat", "{\"url\": \"BASE/v1/spaces/A/messages?key=k&token=SECRET\"}")
            .takes(200, "{\"name\": \"spaces/A/messages/1\"}")
            .isGone(404, "{\"error\": {\"code\": 404, \"status\": \"NOT_FOUND\"}}")
            .isBusy(
                429,
                """
                {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "details": [
                  {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "1.500s"}]}}
                """,
                Duration.ofMillis(1_500)),
        HttpCase.of(
                "matrix",
                "{\"server\": \"BASE/\", \"room\": \"!r%om:example.org\", \"token\": \"SECRET\"}")
            .takes(200, "{\"event_id\": \"$1\"}")
            .isGone(403, "{\"errcode\": \"M_FORBIDDEN\", \"error\": \"SECRET not in room\"}")
            .isBusy(
                429,
                "{\"errcode\": \"M_LIMIT_EXCEEDED\", \"retry_after_ms\": 2000}",
                Duration.ofSeconds(2))
            .knowsBy(HttpPeer.Asked::target),
        HttpCase.of("mattermost", "{\"url\": \"BASE/hooks/SECRET\", \"channel\": \"ops\"}")
            .isGone(
                400,
                """
                {"id": "web.incoming_webhook.invalid.app_error", "message": "Invalid webhook.",
                 "status_code": 400}
                """),
        HttpCase.of("msteams", "{\"url\": \"BASE/workflows/1?sp=x&sig=SECRET\"}")
            .takes(202, "")
            .isGone(
                400,
                "{\"error\": {\"code\": \"WorkflowTriggerIsNotEnabled\", \"message\": \"SECRET\"}}"),
        HttpCase.of("rocketchat", "{\"url\": \"BASE/hooks/1/SECRET\", \"channel\": \"#ops\"}")
            .takes(200, "{\"success\": true}")
            .isGone(400, "{\"success\": false, \"error\": \"invalid-channel\"}"),
        HttpCase.of("alertmanager", "{\"url\": \"BASE/SECRET\", \"token\": \"SECRET\"}"),
        HttpCase.of("apprise", "{\"url\": \"BASE/SECRET\", \"key\": \"SECRET\"}").isGone(204, ""),
        HttpCase.of(
                "call",
                """
                {"sid": "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "token": "SECRET",
                 "from": "+15017122661", "to": "+15558675310", "up": true}
                """)
            .takes(201, "{\"sid\": \"CA1\", \"status\": \"queued\"}"),
        HttpCase.of("gotify", "{\"url\": \"BASE\", \"token\": \"SECRET\"}"),
        HttpCase.of("ntfy", "{\"server\": \"BASE\", \"topic\": \"SECRET\", \"token\": \"SECRET\"}"),
        HttpCase.of("opsgenie", "{\"key\": \"SECRET\", \"region\": \"eu\"}")
            .takes(202, "{\"result\": \"Request will be processed\"}"),
        HttpCase.of("pagerduty", "{\"key\": \"SECRET\", \"severity\": \"error\"}")
            .takes(202, "{\"status\": \"success\", \"message\": \"Event processed\"}")
            .isGone(400, "{\"errors\": [\"Length of 'routing_key' is incorrect\"]}"),
        HttpCase.of("pushover", "{\"token\": \"SECRET\", \"user\": \"SECRET\"}")
            .takes(200, "{\"status\": 1}"),
        HttpCase.of("signal", "{\"url\": \"BASE/SECRET\", \"recipients\": [\"+33123456789\"]}")
            .takes(200, "{\"jsonrpc\": \"2.0\", \"result\": {\"timestamp\": 1}}"),
        HttpCase.of("slack", "{\"url\": \"BASE/services/T/B/SECRET\"}")
            .isGone(403, "action_prohibited"),
        HttpCase.of("telegram", "{\"token\": \"1:SECRET\", \"chat\": \"-100\", \"topic\": \"7\"}")
            .takes(200, "{\"ok\": true, \"result\": {\"message_id\": 1}}")
            .isGone(
                400,
                "{\"ok\": false, \"error_code\": 400, \"description\": \"Bad Request: chat not"
                    + " found SECRET\"}")
            .isBusy(
                429,
                """
                {"ok": false, "error_code": 429, "description": "Too Many Requests: retry after 35",
                 "parameters": {"retry_after": 35}}
                """,
                Duration.ofSeconds(35)),
        HttpCase.of(
                "sms",
                """
                {"sid": "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "token": "SECRET",
                 "from": "+15017122661", "to": "+15558675310"}
                """)
            .takes(201, "{\"sid\": \"SM1\", \"status\": \"queued\"}"),
        HttpCase.of(
                "webhook",
                """
                {"down": {"method": "POST", "url": "BASE/SECRET?key=SECRET",
                          "headers": {"Authorization": "Bearer SECRET"},
                          "body": "$NAME is $STATUS $NOTICE"}}
                """)
            .isSentTemplates(),
        HttpCase.of(
                "zulip",
                """
                {"site": "BASE", "bot": "b@example.org", "key": "SECRET", "to": "ops"}
                """)
            .takes(200, "{\"id\": 42, \"msg\": \"\", \"result\": \"success\"}")
            .isGone(
                400,
                """
                {"code": "STREAM_DOES_NOT_EXIST", "msg": "Channel 'ops' does not exist",
                 "result": "error", "stream": "ops"}
                """)
            .isBusy(
                429,
                """
                {"code": "RATE_LIMIT_HIT", "msg": "API usage exceeded rate limit",
                 "result": "error", "retry-after": 28.75}
                """,
                Duration.ofMillis(28_750)));
  }
}
