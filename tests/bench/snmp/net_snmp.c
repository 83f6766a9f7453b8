/* The same GETs through net-snmp's asynchronous API: so many requests for sysUpTime.0 over so many
 * sessions at once. Prints the processor time it took, in seconds, after the first answers. */
#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>
#include <sys/resource.h>

#define MOST_SESSIONS 256

static const oid up_time[] = {1, 3, 6, 1, 2, 1, 1, 3, 0};
static long left, answered, failed;

static int heard(int, netsnmp_session *, int, netsnmp_pdu *, void *);

static void ask(netsnmp_session *session) {
    netsnmp_pdu *pdu = snmp_pdu_create(SNMP_MSG_GET);
    snmp_add_null_var(pdu, up_time, OID_LENGTH(up_time));
    if (!snmp_async_send(session, pdu, heard, NULL)) {
        snmp_free_pdu(pdu);
        failed++;
    }
}

static int heard(int what, netsnmp_session *session, int id, netsnmp_pdu *pdu, void *ours) {
    (void)id, (void)ours, (void)pdu;
    if (what == NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE) answered++; else failed++;
    if (left > 0) {
        left--;
        ask(session);
    }
    return 1;
}

static double cpu(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_utime.tv_sec + used.ru_stime.tv_sec
         + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void run(long until) {
    while (answered + failed < until) {
        int fds = 0, block = 1;
        fd_set set;
        struct timeval wait = {1, 0};
        FD_ZERO(&set);
        snmp_select_info(&fds, &set, &wait, &block);
        fds = select(fds, &set, NULL, NULL, &wait);
        if (fds > 0) snmp_read(&set); else snmp_timeout();
    }
}

/* net_snmp ADDRESS COUNT SESSIONS [USER PHRASE PRIVACY-PHRASE | COMMUNITY] */
int main(int argc, char **argv) {
    static netsnmp_session *all[MOST_SESSIONS];
    if (argc != 5 && argc != 7) return 2;
    long count = atol(argv[2]), sessions = atol(argv[3]);
    if (sessions < 1 || sessions > MOST_SESSIONS) return 2;
    setenv("MIBS", "", 1);
    init_snmp("bench");
    for (long n = 0; n < sessions; n++) {
        netsnmp_session with;
        snmp_sess_init(&with);
        with.peername = argv[1];
        with.timeout = 3000000;
        with.retries = 2;
        if (argc == 5) {
            with.version = SNMP_VERSION_2c;
            with.community = (u_char *)argv[4];
            with.community_len = strlen(argv[4]);
        } else {
            with.version = SNMP_VERSION_3;
            with.securityName = argv[4];
            with.securityNameLen = strlen(argv[4]);
            with.securityLevel = SNMP_SEC_LEVEL_AUTHPRIV;
            with.securityAuthProto = usmHMACSHA1AuthProtocol;
            with.securityAuthProtoLen = USM_AUTH_PROTO_SHA_LEN;
            with.securityAuthKeyLen = USM_AUTH_KU_LEN;
            generate_Ku(with.securityAuthProto, with.securityAuthProtoLen, (u_char *)argv[5],
                        strlen(argv[5]), with.securityAuthKey, &with.securityAuthKeyLen);
            with.securityPrivProto = usmAESPrivProtocol;
            with.securityPrivProtoLen = USM_PRIV_PROTO_AES_LEN;
            with.securityPrivKeyLen = USM_PRIV_KU_LEN;
            generate_Ku(with.securityAuthProto, with.securityAuthProtoLen, (u_char *)argv[6],
                        strlen(argv[6]), with.securityPrivKey, &with.securityPrivKeyLen);
        }
        all[n] = snmp_open(&with);
        if (!all[n]) return 1;
    }
    for (long n = 0; n < sessions; n++) ask(all[n]);
    run(sessions);
    if (failed) return 1;
    double before = cpu();
    left = count - sessions;
    for (long n = 0; n < sessions; n++) ask(all[n]);
    run(sessions + count);
    printf("%f\n", cpu() - before);
    return failed != 0;
}
