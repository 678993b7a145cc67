package dev.nightlatch.controlplane;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority of its own, made for one control plane and trusted nowhere else.
final class Authority {
  private static final Duration BACKDATED = Duration.ofHours(1);
  private static final Duration VALID = Duration.ofDays(3650);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final X509Certificate certificate;
  private final PrivateKey key;
  private final InstantSource time;

  private Authority(X509Certificate certificate, PrivateKey key, InstantSource time) {
    this.certificate = certificate;
    this.key = key;
    this.time = time;
  }

  static Authority create(String name, InstantSource time) {
    KeyPair pair = newKeyPair();
    X500Name subject = new X500NameBuilder().addRDN(BCStyle.CN, literal(name)).build();
    try {
      X509v3CertificateBuilder builder = builder(subject, subject, pair.getPublic(), time);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));
      return new Authority(sign(builder, pair.getPrivate()), pair.getPrivate(), time);
    } catch (CertIOException e) {
      throw new IllegalStateException("an extension could not be encoded", e);
    }
  }

  static Authority of(Identity identity, InstantSource time) throws GeneralSecurityException {
    return new Authority(
        Pem.certificate(identity.certificate()), Pem.privateKey(identity.key()), time);
  }

  Identity identity() {
    return pem(certificate, key);
  }

  /// A certificate for a server on loopback, which may also present it as a client.
  Identity server(String name) {
    return issue(
        new X500NameBuilder().addRDN(BCStyle.CN, literal(name)).build(),
        new ExtendedKeyUsage(
            new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}),
        List.of(
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.dNSName, "kubernetes.default.svc")));
  }

  /// A certificate for a client. Kubernetes reads the user from the common name and the groups
  /// from the organizations.
  ///
  /// Source: kubernetes.io, Authenticating, "X509 client certificates".
  Identity client(String user, List<String> groups) {
    X500NameBuilder subject = new X500NameBuilder().addRDN(BCStyle.CN, literal(user));
    groups.forEach(group -> subject.addRDN(BCStyle.O, literal(group)));
    return issue(subject.build(), new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth), List.of());
  }

  private Identity issue(X500Name subject, ExtendedKeyUsage usage, List<GeneralName> names) {
    KeyPair pair = newKeyPair();
    X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    try {
      X509v3CertificateBuilder builder = builder(issuer, subject, pair.getPublic(), time);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(Extension.extendedKeyUsage, false, usage);
      if (!names.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(GeneralName[]::new)));
      }
      return pem(sign(builder, key), pair.getPrivate());
    } catch (CertIOException e) {
      throw new IllegalStateException("an extension could not be encoded", e);
    }
  }

  /// A name as it stands. Given as text, the library would read escapes and a leading `#` in it.
  private static ASN1Encodable literal(String name) {
    return new DERUTF8String(name);
  }

  /// A new key pair on the curve P-256.
  static KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey key, InstantSource time) {
    Instant now = time.instant();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(120, RANDOM).add(BigInteger.ONE),
        Date.from(now.minus(BACKDATED)),
        Date.from(now.plus(VALID)),
        subject,
        key);
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key) {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("every JDK signs with ECDSA", e);
    }
  }

  private static Identity pem(X509Certificate certificate, PrivateKey key) {
    try {
      return new Identity(
          Pem.write(Pem.CERTIFICATE, certificate.getEncoded()),
          Pem.write(Pem.PRIVATE_KEY, key.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate just made has an encoding", e);
    }
  }
}
