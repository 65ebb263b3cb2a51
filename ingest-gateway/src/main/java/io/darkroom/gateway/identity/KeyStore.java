package io.darkroom.gateway.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.kafka.AppliedRecords;
import io.darkroom.v1.ApiKey;
import io.darkroom.v1.StoredKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The API keys of the topic {@code keys}, and of nothing else. Written by the follower's thread,
 * read by any thread.
 */
public final class KeyStore extends AppliedRecords {

  private static final String KEY = "key/";
  private static final String USE = "use/";

  private final Map<String, StoredKey> keys = new ConcurrentHashMap<>();
  private final Map<String, StoredKey> uses = new ConcurrentHashMap<>();

  public KeyStore() {
    super("keys");
  }

  /** The key of the record of an API key. */
  static String recordOf(String keyId) {
    return KEY + keyId;
  }

  /** The key of the record of its last use. */
  static String useOf(String keyId) {
    return USE + keyId;
  }

  @Override
  protected void apply(ConsumerRecord<byte[], byte[]> message) {
    String key = new String(message.key(), UTF_8);
    try {
      if (key.startsWith(KEY)) {
        put(key.substring(KEY.length()), message.value());
      } else if (key.startsWith(USE)) {
        use(key.substring(USE.length()), message.value());
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private void put(String keyId, byte[] value) throws InvalidProtocolBufferException {
    if (value == null) {
      keys.remove(keyId);
      uses.remove(keyId);
    } else {
      keys.put(keyId, StoredKey.parseFrom(value));
    }
  }

  private void use(String keyId, byte[] value) throws InvalidProtocolBufferException {
    if (value == null) {
      uses.remove(keyId);
    } else {
      uses.put(keyId, StoredKey.parseFrom(value));
    }
  }

  Optional<StoredKey> find(String keyId) {
    return Optional.ofNullable(keys.get(keyId));
  }

  /** A key as callers see it, without its secret. */
  public Optional<ApiKey> described(String keyId) {
    return find(keyId).map(stored -> asSeen(keyId, stored));
  }

  /**
   * @throws DarkroomException {@code NOT_FOUND}
   */
  public ApiKey require(String keyId) {
    return described(keyId)
        .orElseThrow(
            () -> DarkroomException.notFound("key", keyId, "GET /v1/keys lists the keys."));
  }

  /** All keys, sorted by id. */
  public List<ApiKey> all() {
    return new TreeMap<>(keys)
        .entrySet().stream().map(key -> asSeen(key.getKey(), key.getValue())).toList();
  }

  public int size() {
    return keys.size();
  }

  private ApiKey asSeen(String keyId, StoredKey stored) {
    ApiKey.Builder key = stored.getKey().toBuilder().setKeyId(keyId);
    Optional.ofNullable(uses.get(keyId))
        .ifPresent(use -> key.setLastUsedAt(use.getKey().getLastUsedAt()));
    return key.build();
  }
}
