/** Messages to Slack through an incoming webhook. */
@NullMarked
package dev.tocsin.channels.slack;

import org.jspecify.annotations.NullMarked;
