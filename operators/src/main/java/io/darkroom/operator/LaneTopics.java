package io.darkroom.operator;

import io.darkroom.topic.Topics;

/**
 * The topics of one operator.
 *
 * @param in source of frames
 * @param out target of results
 * @param refused target of rejects
 */
record LaneTopics(String in, String out, String refused) {

  static LaneTopics ofFrames(Topics topics) {
    return new LaneTopics(
        topics.frames().name(), topics.processed().name(), topics.rejects().name());
  }

  static LaneTopics ofRequests(Topics topics) {
    return new LaneTopics(
        topics.requests().name(), topics.answers().name(), topics.answers().name());
  }
}
