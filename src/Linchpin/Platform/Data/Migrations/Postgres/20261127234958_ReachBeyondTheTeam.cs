using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Linchpin.Platform.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ReachBeyondTheTeam : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Kind",
                table: "Notes",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "Session");

            migrationBuilder.CreateTable(
                name: "Covers",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Worker = table.Column<Guid>(type: "uuid", nullable: false),
                    Colleague = table.Column<Guid>(type: "uuid", nullable: false),
                    From = table.Column<DateOnly>(type: "date", nullable: false),
                    Through = table.Column<DateOnly>(type: "date", nullable: false),
                    TimeZone = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Starts = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Ends = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    ArrangedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    TakenBackAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Covers", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "EmergencyAccesses",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Client = table.Column<Guid>(type: "uuid", nullable: false),
                    Staff = table.Column<Guid>(type: "uuid", nullable: false),
                    Account = table.Column<Guid>(type: "uuid", nullable: false),
                    Reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    Words = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    OpenedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    EndWritten = table.Column<bool>(type: "boolean", nullable: false),
                    Verdict = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    ReviewNote = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    ReviewedBy = table.Column<Guid>(type: "uuid", nullable: true),
                    ReviewerName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    ReviewedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EmergencyAccesses", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "EmergencyTries",
                columns: table => new
                {
                    Account = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Wrong = table.Column<int>(type: "integer", nullable: false),
                    Looks = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EmergencyTries", x => x.Account);
                });

            migrationBuilder.CreateTable(
                name: "LeaveBooks",
                columns: table => new
                {
                    Staff = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    Entries = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LeaveBooks", x => x.Staff);
                });

            migrationBuilder.CreateTable(
                name: "EmergencyAccounts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Access = table.Column<Guid>(type: "uuid", nullable: false),
                    Client = table.Column<Guid>(type: "uuid", nullable: false),
                    Words = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_EmergencyAccounts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_EmergencyAccounts_EmergencyAccesses_Access",
                        column: x => x.Access,
                        principalTable: "EmergencyAccesses",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Covers_Colleague_Ends_Starts_Worker",
                table: "Covers",
                columns: new[] { "Colleague", "Ends", "Starts", "Worker" });

            migrationBuilder.CreateIndex(
                name: "IX_Covers_Worker_Ends",
                table: "Covers",
                columns: new[] { "Worker", "Ends" });

            migrationBuilder.CreateIndex(
                name: "IX_EmergencyAccesses_Account_Until_Client_OpenedAt",
                table: "EmergencyAccesses",
                columns: new[] { "Account", "Until", "Client", "OpenedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_EmergencyAccesses_Client_OpenedAt",
                table: "EmergencyAccesses",
                columns: new[] { "Client", "OpenedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_EmergencyAccesses_ReviewedAt_OpenedAt",
                table: "EmergencyAccesses",
                columns: new[] { "ReviewedAt", "OpenedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_EmergencyAccesses_Staff_Until_Client",
                table: "EmergencyAccesses",
                columns: new[] { "Staff", "Until", "Client" });

            migrationBuilder.CreateIndex(
                name: "IX_EmergencyAccesses_Until",
                table: "EmergencyAccesses",
                column: "Until",
                filter: "NOT \"EndWritten\"");

            migrationBuilder.CreateIndex(
                name: "IX_EmergencyAccounts_Access_At",
                table: "EmergencyAccounts",
                columns: new[] { "Access", "At" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Covers");

            migrationBuilder.DropTable(
                name: "EmergencyAccounts");

            migrationBuilder.DropTable(
                name: "EmergencyTries");

            migrationBuilder.DropTable(
                name: "LeaveBooks");

            migrationBuilder.DropTable(
                name: "EmergencyAccesses");

            migrationBuilder.DropColumn(
                name: "Kind",
                table: "Notes");
        }
    }
}
