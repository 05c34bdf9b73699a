package dev.tocsin.dashboard.status.hosts;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server on 127.0.0.1 that knows text records, and speaks DNS over UDP. */
public final class NameServer implements AutoCloseable {

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Channel channel;
  private final Map<String, List<String>> texts = new ConcurrentHashMap<>();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile DnsResponseCode trouble = DnsResponseCode.NOERROR;

  public NameServer() {
    channel =
        new Bootstrap()
            .group(group)
            .channel(NioDatagramChannel.class)
            .handler(
                new ChannelInitializer<DatagramChannel>() {
                  @Override
                  protected void initChannel(DatagramChannel opened) {
                    opened
                        .pipeline()
                        .addLast(
                            new DatagramDnsQueryDecoder(),
                            new DatagramDnsResponseEncoder(),
                            new Answers());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .syncUninterruptibly()
            .channel();
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  /** From now on a name has these text records; none: it is not known. */
  public void says(String name, String... records) {
    texts.put(name + ".", List.of(records));
  }

  /** Questions so far. */
  public int asked() {
    return asked.get();
  }

  /** From now on every answer is this; NOERROR: as it should be. */
  public void answers(DnsResponseCode code) {
    trouble = code;
  }

  private final class Answers extends SimpleChannelInboundHandler<DatagramDnsQuery> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
      asked.incrementAndGet();
      DnsQuestion question = query.recordAt(DnsSection.QUESTION);
      List<String> found = texts.getOrDefault(question.name(), List.of());
      DatagramDnsResponse response =
          new DatagramDnsResponse(
              /* sender= */ query.recipient(), /* recipient= */ query.sender(), query.id());
      response.addRecord(DnsSection.QUESTION, question);
      boolean known = !found.isEmpty();
      response.setCode(
          !trouble.equals(DnsResponseCode.NOERROR)
              ? trouble
              : known ? DnsResponseCode.NOERROR : DnsResponseCode.NXDOMAIN);
      if (trouble.equals(DnsResponseCode.NOERROR) && question.type().equals(DnsRecordType.TXT)) {
        found.forEach(
            text ->
                response.addRecord(
                    DnsSection.ANSWER,
                    new DefaultDnsRawRecord(
                        question.name(), DnsRecordType.TXT, 1, characterString(text))));
      }
      var unused = context.writeAndFlush(response);
    }
  }

  private static ByteBuf characterString(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Unpooled.buffer(bytes.length + 1).writeByte(bytes.length).writeBytes(bytes);
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    group.shutdownGracefully().syncUninterruptibly();
  }
}
