package io.darkroom.operator;

import io.darkroom.topic.Topics;

/**
 * The topics that frames pass on their way through one operator.
 *
 * @param in where frames come from
 * @param out where results go
 * @param refused where frames without a result go
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
