/** The most common passwords of at least 8 characters. Compared in lower case. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `password passw0rd p@ssw0rd p@ssword password1 password12 12345678 123456789 1234567890 0123456789 87654321 987654321
  11111111 111111111 00000000 000000000 22222222 33333333 55555555 66666666 77777777 88888888 99999999 12341234 11223344
  12344321 11112222 12121212 123123123 123321123 147258369 789456123 159753159 qwertyui qwertyuiop qwerty12 qwerty123
  qwer1234 qwerty1234 1qaz2wsx 1q2w3e4r 1q2w3e4r5t q1w2e3r4 zaq12wsx zxcvbnm1 asdfghjk asdfghjkl asdf1234 abcd1234
  abcdefgh abc12345 a1b2c3d4 aaaaaaaa iloveyou iloveyou1 iloveyou2 sunshine sunshine1 princess princess1 football
  football1 baseball baseball1 basketball superman superman1 starwars trustno1 whatever computer michelle jennifer
  jordan23 corvette maverick mercedes midnight internet explorer samantha victoria alexander benjamin jonathan
  michael1 charlie1 welcome1 welcome123 letmein1 letmein123 changeme changeme1 administrator admin123 admin1234
  administrator1 default1 liverpool chelsea1 dragon123 monkey123 shadow123 master123 pokemon1 minecraft blink182`.split(
    /\s+/,
  ),
);
