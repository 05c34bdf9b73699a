/** Messages to Mattermost through an incoming webhook. */
@NullMarked
package dev.tocsin.channels.mattermost;

import org.jspecify.annotations.NullMarked;
