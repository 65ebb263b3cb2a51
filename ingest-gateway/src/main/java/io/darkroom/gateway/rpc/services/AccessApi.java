package io.darkroom.gateway.rpc.services;

import com.google.protobuf.Empty;
import io.darkroom.frame.WireTime;
import io.darkroom.gateway.config.AuthConfig;
import io.darkroom.gateway.identity.Caller;
import io.darkroom.gateway.identity.KeySecret;
import io.darkroom.gateway.identity.KeyStore;
import io.darkroom.gateway.identity.KeyWriter;
import io.darkroom.gateway.identity.Tickets;
import io.darkroom.gateway.policy.Subject;
import io.darkroom.gateway.rpc.Replies;
import io.darkroom.gateway.rpc.ResourceMessages;
import io.darkroom.v1.AccessServiceGrpc;
import io.darkroom.v1.ApiKey;
import io.darkroom.v1.CreateKeyRequest;
import io.darkroom.v1.CreateKeyResponse;
import io.darkroom.v1.CreateTicketRequest;
import io.darkroom.v1.GetCallerRequest;
import io.darkroom.v1.GetSignInRequest;
import io.darkroom.v1.ListKeysRequest;
import io.darkroom.v1.ListKeysResponse;
import io.darkroom.v1.RevokeKeyRequest;
import io.darkroom.v1.SignIn;
import io.darkroom.v1.Ticket;
import io.grpc.stub.StreamObserver;
import java.time.Instant;

/** The RPCs on callers, keys and tickets. Called on event loops; never blocks. */
public final class AccessApi extends AccessServiceGrpc.AccessServiceImplBase {

  private final AuthConfig config;
  private final KeyStore keys;
  private final KeyWriter writer;
  private final Tickets tickets;

  public AccessApi(AuthConfig config, KeyStore keys, KeyWriter writer, Tickets tickets) {
    this.config = config;
    this.keys = keys;
    this.writer = writer;
    this.tickets = tickets;
  }

  @Override
  public void getSignIn(GetSignInRequest request, StreamObserver<SignIn> observer) {
    SignIn.Builder signIn = SignIn.newBuilder().setRequired(config.required());
    config
        .oidc()
        .ifPresent(
            provider ->
                signIn
                    .setIssuer(provider.issuer().toString())
                    .setClientId(provider.clientId())
                    .setScope(provider.scope())
                    .setResource(provider.resource()));
    Replies.reply(observer, signIn::build);
  }

  @Override
  public void getCaller(GetCallerRequest request, StreamObserver<io.darkroom.v1.Caller> observer) {
    Caller caller = Caller.current();
    io.darkroom.v1.Caller.Builder answer =
        io.darkroom.v1.Caller.newBuilder()
            .setName(caller.name())
            .setKind(caller.kind())
            .setDisplayName(caller.subject().map(Subject::displayName).orElse(caller.name()))
            .addAllGrants(caller.rights().toMessages());
    caller.expires().map(WireTime::of).ifPresent(answer::setExpiresAt);
    Replies.reply(observer, answer::build);
  }

  @Override
  public void createTicket(CreateTicketRequest request, StreamObserver<Ticket> observer) {
    Caller caller = Caller.current();
    Replies.reply(
        observer,
        () ->
            Ticket.newBuilder()
                .setTicket(tickets.issue(caller))
                .setExpiresAt(WireTime.of(Instant.now().plus(Tickets.LIFE)))
                .build());
  }

  @Override
  public void createKey(CreateKeyRequest request, StreamObserver<CreateKeyResponse> observer) {
    KeySecret secret = KeySecret.random();
    Replies.replyLater(
        observer,
        () ->
            writer
                .create(request.getKey(), secret)
                .thenApply(
                    key ->
                        CreateKeyResponse.newBuilder()
                            .setKey(key)
                            .setSecret(secret.text())
                            .build()));
  }

  @Override
  public void listKeys(ListKeysRequest request, StreamObserver<ListKeysResponse> observer) {
    Replies.reply(
        observer,
        () ->
            ResourceMessages.page(
                    ListKeysResponse.newBuilder(), request, keys.all(), ApiKey::getKeyId)
                .build());
  }

  @Override
  public void revokeKey(RevokeKeyRequest request, StreamObserver<Empty> observer) {
    Replies.replyLater(
        observer,
        () -> writer.revoke(request.getKeyId()).thenApply(revoked -> Empty.getDefaultInstance()));
  }
}
