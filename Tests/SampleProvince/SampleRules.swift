import Calendars
import Rules

/// A small rule book of which some figures are amended on 1 July 2026, so that "which version" is always in play.
public enum SampleRules {
    public static let text = """
        documents:
          - title: 样例差事办理规定
            number: 样例〔2020〕1号
            issuer: 样例省安委会
            from: 2020-01-01
            convention: true
        rules:
          - name: escalation.warning-days
            title: 黄灯提前天数
            article: 第九条
            unit: 个工作日
            versions:
              - from: 2020-01-01
                value: 3
          - name: errand.sign-for
            title: 签收期限
            article: 第二条
            trigger: 交办之日
            versions:
              - from: 2020-01-01
                term: 2个工作日
          - name: errand.countersign
            title: 会签期限
            article: 第三条
            trigger: 送会签之日
            versions:
              - from: 2020-01-01
                term: 5个工作日
              - from: 2026-07-01
                term: 3个工作日
          - name: errand.verify
            title: 复核期限
            article: 第四条
            trigger: 报结之日
            versions:
              - from: 2020-01-01
                term: 15个工作日
              - from: 2026-07-01
                term: 10个工作日
                article: 第四条第二款
          - name: errand.verify-urgent
            title: 急件复核期限
            article: 第五条
            trigger: 报结之日
            versions:
              - from: 2020-01-01
                term: 24小时
        """

    public static func book() throws -> RuleBook {
        try RuleBook(parsing: [("sample.yaml", text)])
    }
}

extension Rule<Term> {
    static let signFor = Self("errand.sign-for")
    static let countersign = Self("errand.countersign")
    static let verify = Self("errand.verify")
    static let verifyUrgent = Self("errand.verify-urgent")
}
